// The pages there are, in the order of the navigation. A new page is a view and a line here.
import { registerMemoriesView } from "./memories/memories.js";

export const pages = [
  { name: "memories", element: "view-memories", register: registerMemoriesView },
];
