/// <reference types="vite/client" />

// antd ships its locales as ES modules in a package without "exports"; the compiler takes them for CommonJS and gets
// their default export wrong.
declare module "antd/es/locale/zh_CN.js" {
  import type { Locale } from "antd/es/locale/index.js";
  const locale: Locale;
  export default locale;
}
declare module "antd/es/locale/zh_TW.js" {
  import type { Locale } from "antd/es/locale/index.js";
  const locale: Locale;
  export default locale;
}
declare module "antd/es/locale/en_US.js" {
  import type { Locale } from "antd/es/locale/index.js";
  const locale: Locale;
  export default locale;
}
