import { FIRST_PAGE_BAR_KB, gzipKb, readFirstPage } from "../web/bundle-size.ts";
import { report } from "./measure.ts";

/** What a browser that comes for the first time loads to show the console's first page: every file of the built console that it asks for. */
const sizes = [...readFirstPage().loaded].map(gzipKb);
const total = sizes.reduce((sum, size) => sum + size, 0);
report(`控制台首页，${sizes.length} 个文件`, [{ name: "首页全部文件（gzip）", median: total, unit: "kB", bar: `≤ ${FIRST_PAGE_BAR_KB} kB`, met: total <= FIRST_PAGE_BAR_KB }]);
