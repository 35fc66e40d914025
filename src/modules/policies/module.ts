import type { Module } from "../../platform/module.ts";
import { DECISION_ERRORS } from "./decisions.errors.ts";
import { decisionJobs, decisionJobsTogether, decisionListeners, decisionSchedules } from "./decisions.jobs.ts";
import { decisionRoutes } from "./decisions.routes.ts";
import { externalSubjects } from "./external-subjects.ts";
import { installBundledPacks } from "./pack-library.ts";
import { VERSION_ERRORS } from "./policies.errors.ts";
import { versionRoutes } from "./policies.routes.ts";
import { rehearseChunk } from "./rehearsals.service.ts";

export const policiesModule: Module = {
  name: "policies",
  dependsOn: ["access", "people"],
  permissions: {
    "policies.read": "查看政策文件、服务清单和规则",
    "policies.draft": "起草和修改政策规则",
    "policies.sign_off": "会签政策规则",
    "policies.publish": "发布政策规则",
    "policies.rehearse": "试算政策调整",
    "policies.file": "清单报备与登记",
    "policies.decide": "查看设施、服务商、护理员的补贴认定",
    "policies.determine": "在幅度内确定金额",
    "policies.worklist": "查看应享未享和认定理由",
    "policies.work": "办理应享未享",
    "policies.import_subjects": "导入设施、服务商、护理员信息",
  },
  errors: { ...VERSION_ERRORS, ...DECISION_ERRORS },
  routes: [...versionRoutes, ...decisionRoutes],
  jobs: { "policies.rehearse": rehearseChunk, ...decisionJobs },
  jobsTogether: decisionJobsTogether,
  listeners: decisionListeners,
  schedules: decisionSchedules,
  subjects: externalSubjects,
  prepare: installBundledPacks,
  migrations: new URL("./migrations/", import.meta.url),
};
