import type { KeyboardEvent } from "react";
import { DatePicker } from "antd";
import dayjs from "dayjs";
import type { CivilDate, CivilMonth } from "../../src/kernel/dates.ts";
import { t } from "./texts.ts";

type DateFieldProps<T> = {
  id?: string;
  value: T | undefined;
  onChange: (value: T | undefined) => void;
  onBlur?: () => void;
  disabled?: boolean;
  "aria-label"?: string;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
};

/** Enter takes the date that has been typed; it does not send the form around it. */
function keepForm(event: KeyboardEvent): void {
  if (event.key === "Enter") event.preventDefault();
}

// What may be typed as well as picked; the first is how it shows.
const DATE_FORMATS = ["YYYY-MM-DD", "YYYY年M月D日", "YYYY/M/D", "YYYY.M.D", "YYYYMMDD"];

/** Picks or takes a typed civil date. */
export function DateField({ value, onChange, ...rest }: DateFieldProps<CivilDate>) {
  return (
    <DatePicker
      {...rest}
      onKeyDown={keepForm}
      format={DATE_FORMATS}
      placeholder={t("date.placeholder")}
      value={value ? dayjs(value) : null}
      onChange={(picked) => onChange(picked ? picked.format("YYYY-MM-DD") : undefined)}
      style={{ width: "100%" }}
    />
  );
}

/** Picks a civil month. */
export function MonthField({ value, onChange, ...rest }: DateFieldProps<CivilMonth>) {
  return (
    <DatePicker
      {...rest}
      onKeyDown={keepForm}
      picker="month"
      placeholder={t("date.placeholder")}
      value={value ? dayjs(`${value}-01`) : null}
      onChange={(picked) => onChange(picked ? picked.format("YYYY-MM") : undefined)}
      style={{ width: "100%" }}
    />
  );
}
