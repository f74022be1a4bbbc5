export const Memos = async () => ({});
