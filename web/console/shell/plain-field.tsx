import { useId } from "react";
import { Form, Input } from "antd";

/** A field of the pages before the shell: large, with its fault below. */
export function PlainField({ label, value, onChange, autoComplete, fault, isSecret = false, autoFocus = false }: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: string;
  fault: string | undefined;
  isSecret?: boolean;
  autoFocus?: boolean;
}) {
  const id = useId();
  return (
    <Form.Item
      label={label}
      htmlFor={id}
      {...(fault === undefined ? {} : { validateStatus: "error" as const, help: <span id={`${id}-note`}>{fault}</span> })}
    >
      <Input
        id={id}
        type={isSecret ? "password" : "text"}
        size="large"
        autoComplete={autoComplete}
        autoFocus={autoFocus}
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.target.value)}
      />
    </Form.Item>
  );
}
