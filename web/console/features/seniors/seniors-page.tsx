import { Button } from "antd";
import { startImportRoute } from "../../../../src/modules/people/import.contract.ts";
import { exportSeniorsRoute, GROUP_NAMES, listSeniorsRoute, registerSeniorRoute } from "../../../../src/modules/people/people.contract.ts";
import { showDate, showIdNumber, showPhone } from "../../../ui/display.ts";
import { useGo } from "../../../ui/link.tsx";
import { ListPage } from "../../../ui/list-page.tsx";
import { StatusTag } from "../../../ui/page.tsx";
import { useMay } from "../../shell/shell.tsx";
import { t } from "./texts.ts";

/** The register: who is on it, found by name, id number, phone or pinyin initials. */
export function Page() {
  const mayExport = useMay(exportSeniorsRoute.permission);
  return (
    <ListPage
      title={t("list.title")}
      id="people.seniors"
      contract={listSeniorsRoute}
      defaultSort="name"
      rowKey={(row) => row.id}
      open={(row) => `/people/seniors/${row.id}`}
      search={t("list.search")}
      actions={<NewButtons />}
      empty={{ hint: t("list.empty"), action: <NewButtons /> }}
      {...(mayExport ? { exportTo: exportSeniorsRoute } : {})}
      filters={[
        { key: "region", label: t("region"), kind: "region" },
        { key: "group", label: t("group"), kind: "select", options: Object.entries(GROUP_NAMES).map(([value, label]) => ({ value, label })) },
        {
          key: "alive",
          label: t("alive"),
          kind: "select",
          options: [
            { value: "yes", label: t("alive.yes") },
            { value: "no", label: t("alive.no") },
          ],
        },
      ]}
      columns={[
        { key: "name", title: t("name"), always: true, sort: true, render: (row) => row.name },
        { key: "sex", title: t("sex"), render: (row) => (row.sex === null ? "" : t(`sex.${row.sex}`)) },
        { key: "age", title: t("age"), align: "right", render: (row) => row.age },
        { key: "birth_date", title: t("birth"), sort: true, optional: true, render: (row) => showDate(row.birthDate) },
        { key: "region", title: t("region"), sort: true, render: (row) => row.regionName },
        { key: "idNumber", title: t("id_number"), render: (row) => <span className="sh-number">{showIdNumber(row.idNumber)}</span> },
        { key: "phone", title: t("phone"), render: (row) => <span className="sh-number">{showPhone(row.phone)}</span> },
        { key: "groups", title: t("group"), render: (row) => row.groups.map((kind) => GROUP_NAMES[kind]).join("、") },
        {
          key: "alive",
          title: t("alive"),
          render: (row) => (row.diedOn === null ? row.alive === true && t("alive.yes") : <StatusTag>{t("died", { date: showDate(row.diedOn) })}</StatusTag>),
        },
      ]}
    />
  );
}

function NewButtons() {
  const go = useGo();
  const mayWrite = useMay(registerSeniorRoute.permission);
  const mayImport = useMay(startImportRoute.permission);
  return (
    <div className="sh-actions">
      {mayImport && <Button onClick={() => go("/people/import")}>{t("list.import")}</Button>}
      {mayWrite && (
        <Button type="primary" onClick={() => go("/people/seniors/new")}>
          {t("list.new")}
        </Button>
      )}
    </div>
  );
}