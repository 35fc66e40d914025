import { checkPack } from "./check-pack.ts";
import type { Fault, Pack, PackSource, PolicyDocument } from "./pack.ts";
import { note, readDate, readFlag, readId, readList, readMapping, readScalar, readText, type Reader } from "./pack-fields.ts";
import { listBenefitIds, readBenefits } from "./read-benefits.ts";
import { readExternal, readOverlaps } from "./read-overlaps.ts";
import { listUnread, readParameters } from "./read-parameters.ts";
import { suggest } from "./nearest-word.ts";
import { regionFault } from "./scope.ts";
import { readYaml, type YamlMap } from "./yaml-reader.ts";

export type LoadOptions = {
  /** packs of the lists above, already loaded: what `implements` and overlaps may name */
  uppers?: Pack[];
  /** whether a region of that code exists; without it only form and province are checked */
  knownRegion?: (code: string) => boolean;
};

function readRegion(reader: Reader, map: YamlMap, options: LoadOptions): string | undefined {
  const scalar = readScalar(reader, map, "region");
  const fault = scalar && regionFault(scalar.text, options.knownRegion);
  if (scalar && fault) return note(reader, scalar.place, "region.unknown", fault.message, fault.mend);
  return scalar?.text;
}

/** Finds the document's text; from here on quotes are looked for in it. */
function readDocumentText(reader: Reader, map: YamlMap, source: PackSource): string | undefined {
  const scalar = readScalar(reader, map, "text");
  if (!scalar) return undefined;
  if (Object.hasOwn(source.texts, scalar.text)) {
    reader.documentText = source.texts[scalar.text];
    return scalar.text;
  }
  return note(reader, scalar.place, "text.absent", `政策包里没有文件 ${scalar.text}`, suggest(scalar.text, Object.keys(source.texts), "文件"));
}

const DOCUMENT_KEYS = ["id", "title", "issuer", "region", "effective", "text"];

function readDocument(reader: Reader, root: YamlMap, source: PackSource, options: LoadOptions): PolicyDocument | undefined {
  const entry = root.entries.get("document");
  const map = entry && readMapping(reader, entry.value, "document", DOCUMENT_KEYS, ["number", "issued", "expires"]);
  if (!map) return undefined;
  const text = readDocumentText(reader, map, source);
  const [id, title, issuer] = [readId(reader, map, "id"), readText(reader, map, "title"), readText(reader, map, "issuer")];
  const region = readRegion(reader, map, options);
  const [effective, expires, issued] = [readDate(reader, map, "effective"), readDate(reader, map, "expires"), readDate(reader, map, "issued")];
  const number = readText(reader, map, "number");
  if (effective !== undefined && expires !== undefined && expires < effective) {
    note(reader, map.entries.get("expires")!.place, "validity", "文件的失效日早于生效日", "核对 effective 与 expires");
  }
  if (!id || !title || !issuer || !region || !effective || !text) return undefined;
  const optional = { ...(number ? { number } : {}), ...(issued ? { issued } : {}), ...(expires ? { expires } : {}) };
  return { id, title, issuer, region, effective, text, ...optional, place: entry.place };
}

function readTexts(reader: Reader, root: YamlMap, key: string): string[] {
  return readList(reader, root, key).flatMap((item) => {
    if (item.kind === "scalar" && item.text.trim() !== "") return [item.text.trim()];
    note(reader, item.place, "value.kind", `${key} 的每项应是名称`, "写部门名称");
    return [];
  });
}

/**
 * Reads and checks a pack: every fault with file, line, column, what is meant and a mend in Chinese.
 *
 * @param source the files of the pack as text; `policy` is the content of `policy.yaml`
 * @returns the pack only when it is wholly understood and nothing is wrong with it
 */
export function loadPack(source: PackSource, options: LoadOptions = {}): { pack?: Pack; faults: Fault[] } {
  const file = `${source.name}/policy.yaml`;
  const { root: read, faults } = readYaml(file, source.policy);
  const reader: Reader = { file, faults };
  const root = read && readMapping(reader, read, "政策包", ["title", "document", "benefits"], ["inherits", "sign_offs", "external_benefits", "parameters", "overlaps"]);
  if (!root) return { faults };
  const title = readText(reader, root, "title");
  const document = readDocument(reader, root, source, options);
  const external = readExternal(reader, root);
  const parameters = readParameters(reader, root);
  const upper = (options.uppers ?? []).flatMap((pack) => pack.benefits);
  const benefitIds = new Set([...listBenefitIds(root), ...external.map(({ id }) => id), ...upper.map(({ id }) => id)]);
  const { knownRegion } = options;
  const scope = { parameters, unread: listUnread(root, parameters), benefits: benefitIds, knownRegion };
  const benefits = readBenefits(reader, root, scope);
  const overlaps = readOverlaps(reader, root, { own: benefits, upper, external, ids: benefitIds });
  const inherits = readFlag(reader, root, "inherits");
  const signOffs = readTexts(reader, root, "sign_offs");
  if (faults.length > 0 || title === undefined || !document) return { faults: inOrder(faults) };
  const pack: Pack = { name: source.name, title, document, parameters, benefits, external, overlaps, signOffs, ...(inherits ? { inherits } : {}) };
  faults.push(...checkPack(pack, file, options.uppers));
  return faults.length > 0 ? { faults: inOrder(faults) } : { pack, faults: [] };
}

function inOrder(faults: Fault[]): Fault[] {
  return faults.sort((a, b) => a.line - b.line || a.column - b.column);
}
