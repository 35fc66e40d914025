import { useState, type FormEvent } from "react";
import { Alert, Button, Form, Radio, Select } from "antd";
import { startImportRoute } from "../../../../src/modules/people/import.contract.ts";
import { SOURCE_NAMES, type FactSource } from "../../../../src/modules/people/people.contract.ts";
import { asProblem, upload, type ApiProblem } from "../../../ui/api.ts";
import { useGo } from "../../../ui/link.tsx";
import { t } from "./texts.ts";

/** Chooses a sheet and sends it; what comes of it is a page of its own. */
export function UploadForm() {
  const go = useGo();
  const [file, setFile] = useState<File>();
  const [source, setSource] = useState<FactSource>("import");
  const [isDryRun, setDryRun] = useState(true);
  const [fault, setFault] = useState<string>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [isSending, setSending] = useState(false);
  const choose = (chosen: File | undefined) => {
    setFile(chosen);
    setProblem(undefined);
    setFault(chosen !== undefined && !/\.(xlsx|csv)$/i.test(chosen.name) ? t("file.kind") : undefined);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (file === undefined) return setFault(t("file.required"));
    if (fault !== undefined) return;
    setSending(true);
    const form = new FormData();
    // The fields go before the file, which the server takes as it comes.
    form.append("dryRun", String(isDryRun));
    form.append("source", source);
    form.append("file", file);
    try {
      const started = await upload(startImportRoute, { form });
      go(`/people/import/${started.id}`);
    } catch (error) {
      setProblem(asProblem(error));
      setSending(false);
    }
  };
  return (
    <form className="sh-form" noValidate onSubmit={(event) => void send(event)}>
      {problem !== undefined && <Alert role="alert" type="error" style={{ marginBottom: 16 }} title={problem.title} description={problem.detail} />}
      <Form component={false} layout="vertical">
        <div className="sh-form-grid">
          <Form.Item
            label={t("file")}
            htmlFor="import-file"
            required
            {...(fault === undefined ? {} : { validateStatus: "error" as const, help: <span id="import-file-note">{fault}</span> })}
          >
            <input
              id="import-file"
              className="sh-file"
              type="file"
              accept=".xlsx,.csv"
              aria-required
              aria-invalid={fault !== undefined}
              aria-describedby={fault === undefined ? undefined : "import-file-note"}
              onChange={(event) => choose(event.target.files?.[0])}
            />
          </Form.Item>
          <Form.Item label={t("source")} htmlFor="import-source">
            <Select<FactSource>
              id="import-source"
              virtual={false}
              value={source}
              onChange={setSource}
              options={Object.entries(SOURCE_NAMES).map(([value, label]) => ({ value: value as FactSource, label }))}
            />
          </Form.Item>
          <Form.Item label={t("mode")} className="sh-form-wide">
            <Radio.Group
              aria-label={t("mode")}
              value={isDryRun}
              onChange={(event) => setDryRun(event.target.value as boolean)}
              options={[
                { value: true, label: t("mode.try") },
                { value: false, label: t("mode.real") },
              ]}
            />
          </Form.Item>
        </div>
      </Form>
      <Button type="primary" htmlType="submit" loading={isSending}>
        {isSending ? t("uploading") : t("start")}
      </Button>
    </form>
  );
}
