// The pages there are, in the order of the navigation. A new page is a folder beside this file and a line here.

export const groups = [
  { name: "memory", pages: ["overview", "memories", "tasks"] },
  { name: "learned", pages: ["policies", "world-models", "skills"] },
  { name: "recall", pages: ["recall", "analytics", "logs"] },
  { name: "system", pages: ["transfer", "hub", "settings", "help"] },
];

export const pages = groups.flatMap((group) => group.pages);
