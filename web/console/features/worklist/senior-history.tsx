import type { UseQueryResult } from "@tanstack/react-query";
import type { listWork } from "../../../../src/modules/policies/decisions.contract.ts";
import type { ApiProblem, CallResult } from "../../../ui/api.ts";
import { Timeline } from "../../../ui/detail.tsx";
import { showDate } from "../../../ui/display.ts";
import { Sheet } from "../../../ui/page.tsx";
import { Loaded } from "../../../ui/states.tsx";
import { t } from "./senior-texts.ts";
import { contactsOf, showOutcome, type Contact } from "./work-actions.ts";

/** Everything that was done for this senior, the latest first. */
export function WorkHistory({ work }: { work: UseQueryResult<CallResult<typeof listWork>, ApiProblem> }) {
  return (
    <Sheet title={t("history")}>
      <Loaded of={work}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="sh-bar-note">{t("history.none")}</p>
          ) : (
            <Timeline items={contactsOf(rows).map((contact) => ({ id: contact.id, at: contact.at, by: contact.by, title: titleOf(contact), body: <ContactBody contact={contact} /> }))} />
          )
        }
      </Loaded>
    </Sheet>
  );
}

function titleOf({ action, outcome }: Contact): string {
  return [t(`action.${action}`), showOutcome(outcome)].filter((part) => part !== "").join("：");
}

function ContactBody({ contact }: { contact: Contact }) {
  return (
    <>
      <div>{contact.benefits.join("、")}</div>
      {contact.note !== "" && <div>{contact.note}</div>}
      {contact.followUpOn !== null && <div className="sh-bar-note">{t("history.followUp", { date: showDate(contact.followUpOn) })}</div>}
    </>
  );
}
