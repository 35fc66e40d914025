import { Button } from "antd";
import { nextOnWorklist } from "../../../../src/modules/policies/decisions.contract.ts";
import { showCount } from "../../../ui/display.ts";
import { useGo } from "../../../ui/link.tsx";
import { useRead } from "../../../ui/use-api.ts";
import { t } from "./texts.ts";
import { seniorHref, type Conditions } from "./worklist-address.ts";

/** Begins with the first senior under the conditions on the screen. */
export function StartButton({ conditions }: { conditions: Conditions }) {
  const go = useGo();
  const next = useRead(nextOnWorklist, { query: conditions }, { keepPrevious: true }).data;
  const first = next?.seniorId ?? null;
  return (
    <Button type="primary" disabled={first === null} onClick={() => first !== null && go(seniorHref(first, conditions))}>
      {next !== undefined && first === null ? t("start.none") : t("start", { count: showCount(next?.remaining ?? 0) })}
    </Button>
  );
}
