import { useEffect, useState, type ReactNode } from "react";
import { App, ConfigProvider } from "antd";
import type { Locale as AntdLocale } from "antd/es/locale/index.js";
import enUS from "antd/es/locale/en_US.js";
import zhCN from "antd/es/locale/zh_CN.js";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn.js";
import { HTML_LANG, type Locale } from "./i18n.ts";
import { theme } from "./theme.ts";

dayjs.locale("zh-cn");

/** Ant Design's own words (calendars, pages, dialogs) in a language. English is part of antd itself; traditional Chinese comes when it is wanted. */
async function wordsOf(locale: Locale): Promise<AntdLocale> {
  if (locale === "zh-Hant") {
    const [words] = await Promise.all([import("antd/es/locale/zh_TW.js"), import("dayjs/locale/zh-tw.js")]);
    dayjs.locale("zh-tw");
    return words.default;
  }
  if (locale === "en") {
    dayjs.locale("en");
    return enUS;
  }
  dayjs.locale("zh-cn");
  return zhCN;
}

/** Menus and pickers open inside the page's main part, so that readers find them within a landmark. */
function popupContainer(): HTMLElement {
  return document.querySelector("main") ?? document.body;
}

/** Gives everything inside its look (theme.ts) and its language. */
export function Look({ locale, children }: { locale: Locale; children: ReactNode }) {
  const [words, setWords] = useState<AntdLocale>(zhCN);
  useEffect(() => {
    document.documentElement.lang = HTML_LANG[locale];
    let isCurrent = true;
    void wordsOf(locale).then((loaded) => isCurrent && setWords(loaded));
    return () => {
      isCurrent = false;
    };
  }, [locale]);
  return (
    <ConfigProvider theme={theme} locale={words} button={{ autoInsertSpace: false }} getPopupContainer={popupContainer}>
      <App>{children}</App>
    </ConfigProvider>
  );
}
