import { z } from "zod";
import type { AnyRoute } from "../../kernel/contract.ts";
import { problem } from "../../kernel/contract.ts";
import type { Module } from "../module.ts";

type Schema = Record<string, unknown>;
type Operation = {
  tags: string[];
  summary: string;
  description: string;
  operationId: string;
  parameters: Schema[];
  requestBody?: Schema;
  responses: Record<string, Schema>;
  security: Schema[];
  "x-permission": string;
};
export type OpenApi = { openapi: string; info: Schema; tags: Schema[]; paths: Record<string, Record<string, Operation>>; components: Schema };

const schemaOf = (type: z.ZodType, io: "input" | "output"): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: "any", target: "draft-2020-12" }) as Schema;
  return schema;
};

/** A schema that refers to itself keeps its parts in `$defs`, which only count at the root: they go to the components. */
function hoist(schema: Schema, name: string, components: Record<string, Schema>): Schema {
  const { $defs, ...rest } = schema as { $defs?: Record<string, Schema> };
  if (!$defs) return rest;
  const moved = <T>(part: T): T => JSON.parse(JSON.stringify(part).replaceAll(/"#\/\$defs\/(\w+)"/g, `"#/components/schemas/${name}$1"`)) as T;
  for (const [key, part] of Object.entries($defs)) components[`${name}${key}`] = moved(part);
  return moved(rest);
}

/** OpenAPI 3.1 of every route of every module, from the same table that registers them. */
export function openApiDocument(modules: readonly Module[]): OpenApi {
  const paths: OpenApi["paths"] = {};
  const schemas: Record<string, Schema> = { Problem: schemaOf(problem, "output") };
  for (const module of modules) {
    for (const { contract } of module.routes) {
      const path = contract.path.replace(/:(\w+)/g, "{$1}");
      (paths[path] ??= {})[contract.method.toLowerCase()] = operationOf(module, contract, schemas);
    }
  }
  return {
    openapi: "3.1.0",
    info: { title: "松鹤 Songhe", version: "0.1.0", description: "基本养老服务平台接口。金额为元，两位小数的文本；日期为 YYYY-MM-DD；区划为12位代码。", license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    tags: modules.map((module) => ({ name: module.name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "songhe_session", description: "登录后由服务器设置" },
        token: { type: "http", scheme: "bearer" },
      },
    },
  };
}

function operationOf(module: Module, contract: AnyRoute, schemas: Record<string, Schema>): Operation {
  const operationId = `${contract.method.toLowerCase()}${contract.path.replace(/[^A-Za-z0-9]+(\w)/g, (_, c: string) => c.toUpperCase())}`;
  const write = contract.method !== "GET";
  const parameters = [...parametersOf(contract.params, "path"), ...parametersOf(contract.query, "query")];
  if (write) {
    parameters.push({ name: "idempotency-key", in: "header", required: false, schema: { type: "string", maxLength: 100 }, description: "请求编号：同一编号重复提交只生效一次，返回第一次的结果" });
    parameters.push({ name: "x-songhe", in: "header", required: false, schema: { type: "string" }, description: "用登录会话写入时必带，值任意" });
  }
  const body = hoist(schemaOf(contract.body, "input"), `${operationId}Body`, schemas);
  const hasBody = write && Object.keys(body).length > 0 && body.not === undefined;
  return {
    tags: [module.name],
    summary: contract.summary,
    description: contract.permission === "public" ? "无需登录" : contract.permission === "signed-in" ? "登录即可" : `需要权限 ${contract.permission}，限其管辖范围`,
    operationId,
    parameters,
    ...(hasBody ? { requestBody: { required: true, content: { [contract.raw ? "multipart/form-data" : "application/json"]: { schema: body } } } } : {}),
    responses: {
      200: { description: "成功", content: { "application/json": { schema: hoist(schemaOf(contract.response, "output"), `${operationId}Answer`, schemas) } } },
      default: { description: "未成功：code 说明原因，faults 逐项指出填写有误之处", content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
    },
    security: contract.permission === "public" ? [] : [{ session: [] }, { token: [] }],
    "x-permission": contract.permission,
  };
}

function parametersOf(type: z.ZodType, place: "path" | "query"): Schema[] {
  const schema = schemaOf(type, "input") as { properties?: Record<string, Schema>; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || (schema.required ?? []).includes(name),
    schema: property,
  }));
}

const escape = (text: unknown) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);

/** A page to read the interface by: every operation with its parameters, body and answer. No script. */
export function openApiPage(document: OpenApi): string {
  const sections = document.tags.map((tag) => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).filter(([, operation]) => operation.tags[0] === tag.name).map(([method, operation]) => operationHtml(method, path, operation)),
    );
    return operations.length ? `<h2>${escape(tag.name)}</h2>${operations.join("")}` : "";
  });
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>松鹤接口说明</title><meta name="viewport" content="width=device-width">
<style>body{font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;max-width:1040px;margin:24px auto;padding:0 16px;color:#1b2723}
h1{color:#1f6f5c}code,pre{font:13px/1.5 ui-monospace,Consolas,monospace}summary{cursor:pointer;padding:6px 0;border-bottom:1px solid #e3e8e6}
.m{display:inline-block;min-width:56px;color:#1f6f5c;font-weight:600}pre{background:#f4f7f6;padding:12px;overflow:auto}table{border-collapse:collapse}td,th{border:1px solid #dbe3e0;padding:4px 8px;text-align:left}</style></head>
<body><h1>松鹤接口说明</h1><p>机器可读的说明：<a href="/openapi.json">/openapi.json</a>（OpenAPI 3.1）。</p>${sections.join("")}</body></html>`;
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const rows = operation.parameters.map((p) => `<tr><td><code>${escape(p.name)}</code></td><td>${escape(p.in)}</td><td>${p.required ? "必填" : "可选"}</td><td><code>${escape(JSON.stringify(p.schema))}</code></td></tr>`);
  const json = (value: unknown) => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`;
  return `<details><summary><span class="m">${method.toUpperCase()}</span> <code>${escape(path)}</code> ${escape(operation.summary)}</summary>
<p>${escape(operation.description)}</p>${rows.length ? `<table><tr><th>参数</th><th>位置</th><th></th><th>类型</th></tr>${rows.join("")}</table>` : ""}
${operation.requestBody ? `<p>请求体</p>${json(operation.requestBody.content)}` : ""}<p>返回</p>${json(operation.responses[200])}</details>`;
}
