import { Sheet, StatusTag } from "../../../ui/page.tsx";
import type { Version } from "./version-edits.ts";
import { t } from "./versions.texts.ts";

const RULES = ["take_higher", "exclusive", "cap", "stack"] as const;

/** How the benefits of a version go together, in words. */
export function OverlapsTab({ version }: { version: Version }) {
  return (
    <Sheet title={t("overlaps")}>
      {version.overlaps.length === 0 ? (
        <p>{t("overlaps.none")}</p>
      ) : (
        <ul>
          {version.overlaps.map((overlap) => {
            const rule = RULES.find((one) => one === overlap.rule);
            return (
              <li key={overlap.words} style={{ marginBottom: 8 }}>
                {rule !== undefined && <StatusTag tone={rule === "stack" ? "good" : "info"}>{t(`rule.${rule}`)}</StatusTag>} {overlap.words}
              </li>
            );
          })}
        </ul>
      )}
      {version.allowed.includes("edit") && <p className="sh-bar-note">{t("overlaps.edit")}</p>}
    </Sheet>
  );
}
