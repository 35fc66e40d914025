import { useState } from "react";
import { listNotices } from "../../../src/modules/policies/policies.contract.ts";
import { AppLink } from "../../ui/link.tsx";
import { StatusTag, type Tone } from "../../ui/page.tsx";
import { useRead } from "../../ui/use-api.ts";
import { t } from "./texts.ts";

const REFRESH_MS = 300_000;
const TONES: Record<"info" | "warning" | "error", { tone: Tone; order: number }> = {
  error: { tone: "alarm", order: 0 },
  warning: { tone: "risk", order: 1 },
  info: { tone: "info", order: 2 },
};

/** What everybody should know now, the gravest first: one line, the others on request. Never in the way of the page. */
export function Notices() {
  const [isOpen, setOpen] = useState(false);
  const answer = useRead(listNotices, {}, { refetchMs: REFRESH_MS, staleMs: REFRESH_MS });
  const rows = [...(answer.data?.rows ?? [])].sort((a, b) => TONES[a.level].order - TONES[b.level].order);
  if (rows.length === 0) return null;
  return (
    <section className="sh-notices" aria-label={t("notices")}>
      <ul>
        {(isOpen ? rows : rows.slice(0, 1)).map((notice, index) => (
          <li key={notice.id}>
            <StatusTag tone={TONES[notice.level].tone}>{t(`notices.${notice.level}`)}</StatusTag>
            <span>{notice.text}</span>
            {notice.href !== null && <AppLink href={notice.href}>{t("notices.open")}</AppLink>}
            {index === 0 && rows.length > 1 && (
              <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                {isOpen ? t("notices.less") : t("notices.more", { count: rows.length - 1 })}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
