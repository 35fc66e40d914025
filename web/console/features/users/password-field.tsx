import { Input } from "antd";
import type { Control } from "../../../ui/form-fields.tsx";

/** A password being set for somebody else: hidden until one asks to see it. */
export function PasswordField({ value, onChange, ...rest }: Control) {
  return (
    <Input.Password
      {...rest}
      autoComplete="new-password"
      value={(value as string | undefined) ?? ""}
      onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
    />
  );
}
