/** The three languages of every screen. Simplified Chinese is the one in which things are written first. */
export type Locale = "zh-Hans" | "zh-Hant" | "en";
/** One text in all languages. */
export type Text = Record<Locale, string>;

export const LOCALE_NAMES: Text = { "zh-Hans": "简体中文", "zh-Hant": "繁體中文", en: "English" };
/** What `<html lang>` says for each. */
export const HTML_LANG: Text = { "zh-Hans": "zh-CN", "zh-Hant": "zh-Hant", en: "en" };

const STORED = "songhe.locale";
const listeners = new Set<() => void>();
let current: Locale = readStored();

function readStored(): Locale {
  const stored = typeof localStorage === "undefined" ? null : localStorage.getItem(STORED);
  return stored !== null && Object.hasOwn(LOCALE_NAMES, stored) ? (stored as Locale) : "zh-Hans";
}

export function currentLocale(): Locale {
  return current;
}

/** Changes the language of every text and remembers it in this browser. */
export function setLocale(locale: Locale): void {
  current = locale;
  if (typeof localStorage !== "undefined") localStorage.setItem(STORED, locale);
  for (const listener of listeners) listener();
}

/** Calls back after each change of language; returns how to stop. */
export function onLocale(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The text in the language of the moment. */
export function textOf(text: Text): string {
  return text[current];
}

/**
 * A dictionary with the same ids in all three languages (the compiler sees to that) and the function that looks it up:
 * `t("list.total", { total: 12 })` fills `{total}`.
 */
export function defineTexts<Id extends string>(
  texts: Record<Locale, Record<Id, string>>,
): (id: Id, details?: Record<string, string | number>) => string {
  return (id, details = {}) =>
    texts[current][id].replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole));
}
