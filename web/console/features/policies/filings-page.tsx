import { useState } from "react";
import { Button } from "antd";
import { listFilings } from "../../../../src/modules/policies/policies.contract.ts";
import type { CallResult } from "../../../ui/api.ts";
import { showDate } from "../../../ui/display.ts";
import { ListPage } from "../../../ui/list-page.tsx";
import { StatusTag, type Tone } from "../../../ui/page.tsx";
import { t } from "./filings.texts.ts";
import "./policies.css";
import { FileDialog, ReceiveDialog } from "./step-dialogs.tsx";
import { t as step } from "./version-steps.texts.ts";
import { t as term } from "./terms.texts.ts";

type Row = CallResult<typeof listFilings>["rows"][number];
const STATES = ["overdue", "due", "filed", "received"] as const;
const TONES: Record<(typeof STATES)[number], Tone> = { overdue: "alarm", due: "risk", filed: "info", received: "good" };

/** Which lists are to be filed with the level above, by when, and what has come back. */
export function Page() {
  const [open, setOpen] = useState<{ row: Row; action: "file" | "receive" }>();
  const close = () => setOpen(undefined);
  return (
    <>
      <ListPage
        title={t("title")}
        note={t("note")}
        id="policies.filings"
        contract={listFilings}
        rowKey={(row) => row.id}
        open={(row) => `/policies/versions/${row.versionId}`}
        filters={[{ key: "state", label: t("state"), kind: "select", options: STATES.map((value) => ({ value, label: term(`filing.${value}`) })) }]}
        empty={{ hint: t("empty") }}
        columns={[
          { key: "title", title: t("name"), always: true, render: (row) => row.title },
          { key: "region", title: term("region"), render: (row) => row.regionName },
          { key: "state", title: t("state"), render: (row) => <StatusTag tone={TONES[row.state]}>{term(`filing.${row.state}`)}</StatusTag> },
          { key: "due", title: t("due"), render: (row) => showDate(row.dueOn) },
          { key: "filed", title: t("filed"), render: (row) => (row.filedOn === null ? "—" : showDate(row.filedOn)) },
          { key: "receipt", title: t("receipt"), render: (row) => (row.receipt === null ? "—" : `${row.receipt}（${showDate(row.receivedOn)}）`) },
          {
            key: "action",
            title: t("action"),
            render: (row) =>
              row.allowed.map((action) => (
                <Button key={action} size="small" aria-label={t("action.label", { action: step(`act.${action}`), title: row.title })} onClick={() => setOpen({ row, action })}>
                  {step(`act.${action}`)}
                </Button>
              )),
          },
        ]}
      />
      {open?.action === "file" && <FileDialog version={{ id: open.row.versionId }} onClose={close} />}
      {open?.action === "receive" && <ReceiveDialog version={{ filing: { id: open.row.id } }} onClose={close} />}
    </>
  );
}
