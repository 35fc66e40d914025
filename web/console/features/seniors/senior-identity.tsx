import { GROUP_NAMES, revealRoute, SOURCE_NAMES, type SeniorPage } from "../../../../src/modules/people/people.contract.ts";
import { call } from "../../../ui/api.ts";
import { FactList, MaskedField } from "../../../ui/detail.tsx";
import { showDate, showIdNumber, showInstant, showPhone } from "../../../ui/display.ts";
import { Sheet, StatusTag } from "../../../ui/page.tsx";
import { t as ui } from "../../../ui/texts.ts";
import { useMay } from "../../shell/shell.tsx";
import { t } from "./texts.ts";

/** Who this is, how to reach them, and what matters now: the priority groups with since when and by which source. */
export function SeniorIdentity({ senior }: { senior: SeniorPage }) {
  const mayReveal = useMay(revealRoute.permission);
  const sensitive = (field: "id_number" | "phone" | "address", masked: string | null, show?: (value: string) => string) => {
    if (masked === null || masked === "") return undefined;
    const reveal = async (reason: string) => (await call(revealRoute, { params: { id: senior.id }, body: { field, reason } })).value ?? ui("unknown");
    return <MaskedField label={t(field)} masked={masked} {...(show === undefined ? {} : { show })} {...(mayReveal ? { reveal } : {})} />;
  };
  return (
    <div id="identity">
      <Sheet title={t("section.identity")}>
        <FactList
          facts={[
            { label: t("id_number"), value: sensitive("id_number", senior.idNumber, showIdNumber) },
            { label: t("phone"), value: sensitive("phone", senior.phone, showPhone) },
            { label: t("address"), value: sensitive("address", senior.address) },
            { label: t("region"), value: senior.regionName },
            { label: t("household"), value: senior.householdRegionName },
            { label: t("ethnicity"), value: senior.ethnicity },
            { label: t("registered"), value: showDate(senior.registeredOn) },
            { label: t("updated"), value: showInstant(senior.updatedAt) },
          ]}
        />
        <div className="sh-part">
          <h3>{t("group")}</h3>
          <GroupTags senior={senior} />
        </div>
      </Sheet>
    </div>
  );
}

function GroupTags({ senior }: { senior: SeniorPage }) {
  const current = senior.groupPeriods.filter((period) => !period.withdrawn && period.validTo === null);
  if (current.length === 0) return <p>{t("group.none")}</p>;
  return (
    <ul className="sh-tags">
      {current.map((period) => (
        <li key={period.kind}>
          <StatusTag tone="info">{GROUP_NAMES[period.kind]}</StatusTag>{" "}
          <span className="sh-bar-note">{t("group.since", { date: showDate(period.validFrom), source: SOURCE_NAMES[period.source] })}</span>
        </li>
      ))}
    </ul>
  );
}
