/** In the order in which they must be asked: several browsers name others as well. */
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger\//, "微信"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/QQBrowser\//, "QQ 浏览器"],
  [/Firefox\//, "Firefox"],
  [/(HeadlessChrome|Chrome|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** A browser's description of itself in words that its user knows: `Windows，Edge`. Undefined when it says nothing known. */
export function deviceOf(agent: string): string | undefined {
  const find = (table: readonly [RegExp, string][]) => table.find(([pattern]) => pattern.test(agent))?.[1];
  const parts = [find(SYSTEMS), find(BROWSERS)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join("，");
}
