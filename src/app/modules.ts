import type { Module } from "../platform/module.ts";
import { accessModule } from "../modules/access/module.ts";
import { peopleModule } from "../modules/people/module.ts";
import { policiesModule } from "../modules/policies/module.ts";

/** Every module of the house, each after those it depends on. */
export const MODULES: readonly Module[] = [accessModule, peopleModule, policiesModule];
