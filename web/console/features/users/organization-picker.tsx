import { useState } from "react";
import { Select } from "antd";
import { accessContract } from "../../../../src/modules/access/access.contract.ts";
import { useRead } from "../../../ui/use-api.ts";
import { t } from "./texts.ts";

type OrganizationPickerProps = {
  id?: string;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  onBlur?: () => void;
  disabled?: boolean;
  "aria-invalid"?: boolean;
  "aria-describedby"?: string;
};

/** Picks an organization of the user's jurisdiction by its name. */
export function OrganizationPicker({ value, onChange, ...rest }: OrganizationPickerProps) {
  const [text, setText] = useState("");
  const answer = useRead(accessContract.listOrganizations, { query: { size: 50, ...(text.trim() === "" ? {} : { q: text.trim() }) } }, { keepPrevious: true });
  // The name of what is chosen stays known when another search hides it.
  const [chosen, setChosen] = useState<{ value: string; label: string }>();
  const found = (answer.data?.rows ?? []).map((row) => ({ value: row.id, label: row.name, place: row.regionName }));
  const options = chosen !== undefined && !found.some((one) => one.value === chosen.value) ? [{ ...chosen, place: "" }, ...found] : found;
  return (
    <Select<string, (typeof options)[number]>
      {...rest}
      value={value ?? null}
      virtual={false}
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={t("organization.pick")}
      loading={answer.isFetching}
      options={options}
      optionRender={({ data }) => `${data.label}　${data.place}`}
      popupMatchSelectWidth={420}
      style={{ width: "100%", minWidth: 220 }}
      onChange={(id) => {
        setChosen(options.find((one) => one.value === id));
        onChange(id ?? undefined);
      }}
    />
  );
}
