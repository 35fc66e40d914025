import { accessModule } from "../modules/access/module.ts";
import { peopleModule } from "../modules/people/module.ts";
import { policiesModule } from "../modules/policies/module.ts";
import type { Module } from "../platform/module.ts";

/** Every module of the house, each after those it depends on. */
export const MODULES: readonly Module[] = [accessModule, peopleModule, policiesModule];

/** The database schemas of the platform and of modules. */
export function schemasOf(modules: readonly Module[]): string[] {
  return ["platform", ...modules.map((module) => module.name)];
}
