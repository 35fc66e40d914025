import { Alert, Button, Modal } from "antd";
import type { Duplicate } from "../../../../src/modules/people/people.contract.ts";
import { showDate, showIdNumber, showPhone } from "../../../ui/display.ts";
import { PlainTable } from "../../../ui/plain-table.tsx";
import { t } from "./entry-texts.ts";
import { t as words } from "./texts.ts";

type Known = Duplicate & { senior: NonNullable<Duplicate["senior"]> };

/** People on the register who may be the same, before anything is saved. The same id number is never registered twice. */
export function DuplicatesDialog({ duplicates, answer }: { duplicates: readonly Duplicate[]; answer: (isSomebodyElse: boolean) => void }) {
  const same = duplicates.find((one) => one.because === "id_number");
  const known = duplicates.filter((one): one is Known => one.senior !== null);
  return (
    <Modal
      open
      width={860}
      title={t("duplicates.title")}
      onCancel={() => answer(false)}
      mask={{ closable: false }}
      footer={
        <div className="sh-actions" style={{ justifyContent: "flex-end" }}>
          <Button onClick={() => answer(false)}>{t("duplicates.back")}</Button>
          {same === undefined && (
            <Button type="primary" onClick={() => answer(true)}>
              {t("duplicates.confirm")}
            </Button>
          )}
        </div>
      }
    >
      {same === undefined ? <p>{t("duplicates.hint")}</p> : <Alert type="error" title={same.senior === null ? t("duplicates.elsewhere") : t("duplicates.same")} />}
      {known.length > 0 && (
        <PlainTable
          label={t("duplicates.label")}
          rows={known}
          rowKey={(one) => one.senior.id}
          columns={[
            {
              key: "name",
              title: words("name"),
              // In a tab of its own: what has been filled in stays.
              render: ({ senior }) => (
                <a href={`/people/seniors/${senior.id}`} target="_blank" rel="noreferrer">
                  {senior.name}
                </a>
              ),
            },
            { key: "because", title: t("duplicates.because"), render: (one) => t(`because.${one.because}`) },
            { key: "birth", title: words("birth"), render: ({ senior }) => showDate(senior.birthDate) },
            { key: "id", title: words("id_number"), render: ({ senior }) => <span className="sh-number">{showIdNumber(senior.idNumber)}</span> },
            { key: "phone", title: words("phone"), render: ({ senior }) => <span className="sh-number">{showPhone(senior.phone)}</span> },
            { key: "region", title: words("region"), render: ({ senior }) => senior.regionName },
          ]}
        />
      )}
    </Modal>
  );
}
