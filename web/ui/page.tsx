import { useEffect, type ReactNode } from "react";

/** The frame of every page: its one `h1`, a line of explanation, actions on the right; sets the window's title. */
export function Page({ title, note, actions, children }: { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} - 松鹤`;
  }, [title]);
  return (
    <div className="sh-page">
      <div className="sh-page-head">
        <div>
          <h1>{title}</h1>
          {note !== undefined && <p>{note}</p>}
        </div>
        {actions !== undefined && <div className="sh-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A white sheet on the page, with its heading. */
export function Sheet({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="sh-sheet">
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** `alarm` for overdue and emergencies only, `risk` for what will be overdue. */
export type Tone = "plain" | "good" | "risk" | "alarm" | "info";

/** A status in words; the colour only repeats what the word says. */
export function StatusTag({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`sh-tag sh-tag-${tone}`}>{children}</span>;
}
