// The layout of a story: Eleventy renders its Markdown and hands it over as `content`.
import { article } from "./pages.mjs";

export const render = (data) => article(data.site, data);
