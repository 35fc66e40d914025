import { Button } from "antd";
import { listVersions } from "../../../../src/modules/policies/policies.contract.ts";
import { showCount, showDate } from "../../../ui/display.ts";
import { AppLink, useGo } from "../../../ui/link.tsx";
import { Sheet } from "../../../ui/page.tsx";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { EmptyState, Loaded } from "../../../ui/states.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { t } from "./texts.ts";

const SHOWN = 5;
const SUBMITTED = { status: "submitted" } as const;

/** Versions on their way round the departments, for those who agree to them or publish them. `isAll`: it is all that the page has. */
export function SubmittedVersions({ isAll }: { isAll: boolean }) {
  const answer = useRead(listVersions, { query: { ...SUBMITTED, size: SHOWN } });
  const go = useGo();
  return (
    <Loaded of={answer}>
      {({ rows, total }) =>
        total === 0 ? (
          isAll && (
            <Sheet>
              <EmptyState title={t("empty")} hint={t("versions.empty.hint")} />
            </Sheet>
          )
        ) : (
          <Sheet title={t("versions.title", { count: showCount(total) })}>
            <PlainTable
              label={t("versions.title", { count: showCount(total) })}
              rows={rows}
              rowKey={(row) => row.id}
              columns={[
                { key: "title", title: t("versions.name"), render: (row) => t("versions.version", { title: row.title, number: row.number }) },
                { key: "note", title: t("versions.note"), render: (row) => row.note },
                { key: "from", title: t("versions.from"), render: (row) => showDate(row.effectiveFrom) },
                { key: "by", title: t("versions.by"), render: (row) => row.createdBy },
                {
                  key: "action",
                  title: t("action"),
                  render: (row) => (
                    <Button size="small" aria-label={t("see.label", { title: t("versions.version", { title: row.title, number: row.number }) })} onClick={() => go(`/policies/versions/${row.id}`)}>
                      {t("see")}
                    </Button>
                  ),
                },
              ]}
            />
            {total > SHOWN && <AppLink href="/policies/versions?status=submitted">{t("due.all", { count: showCount(total) })}</AppLink>}
          </Sheet>
        )
      }
    </Loaded>
  );
}
