import { FACTS } from "../../kernel/facts.ts";
import type { Module } from "../../platform/module.ts";
import { turnDay } from "./facts.service.ts";
import { IMPORT_ROUTES } from "./import.routes.ts";
import { forgetUploads, importJob } from "./import-work.service.ts";
import { PEOPLE_ERRORS } from "./people.errors.ts";
import { PEOPLE_ROUTES } from "./people.routes.ts";

export const peopleModule: Module = {
  name: "people",
  dependsOn: ["access"],
  permissions: {
    "people.read": "查看老年人档案（敏感信息遮盖）",
    "people.read_sensitive": "查看完整的证件号、电话、住址，须说明理由",
    "people.write": "登记和更改老年人信息",
    "people.import": "从表格导入老年人",
    "people.export": "导出老年人名单",
  },
  errors: PEOPLE_ERRORS,
  routes: [...PEOPLE_ROUTES, ...IMPORT_ROUTES],
  jobs: { "people.turn_day": turnDay, "people.import": importJob, "people.forget_uploads": forgetUploads },
  schedules: [
    { job: "people.turn_day", at: "00:05" },
    { job: "people.forget_uploads", at: "03:20" },
  ],
  subjects: [{ kind: "senior", view: "people.v_policy_subject_senior", facts: FACTS.senior }],
  migrations: new URL("./migrations/", import.meta.url),
};
