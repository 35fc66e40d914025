import type { CivilDate } from "../../kernel/dates.ts";
import { isWithin } from "../../kernel/regions.ts";
import { suggest } from "./nearest-word.ts";
import type { Benefit, Fault, Pack } from "./pack.ts";
import { settingOf } from "./check-tables.ts";

function fault(pack: Pack, benefit: Benefit | undefined, code: string, message: string, mend: string): Fault {
  const { line, column } = benefit?.place ?? pack.document.place ?? { line: 1, column: 1 };
  return { file: `${pack.name}/policy.yaml`, line, column, code, message, mend };
}

type Span = { from: CivilDate; to?: CivilDate };

function meet(a: Span, b: Span): boolean {
  return (a.to === undefined || b.from <= a.to) && (b.to === undefined || a.from <= b.to);
}

function spanOf(pack: Pack): Span {
  const { effective, expires } = pack.document;
  return { from: effective, ...(expires === undefined ? {} : { to: expires }) };
}

/** Two versions of one document in force on the same day. */
function checkVersions(earlier: Pack, later: Pack): Fault[] {
  if (earlier.document.id !== later.document.id || !meet(spanOf(earlier), spanOf(later))) return [];
  const message = `文件 ${later.document.id} 的有效期与 ${earlier.name} 里的同一文件重叠`;
  return [fault(later, undefined, "version.overlap", message, "新版本生效的前一天，应是旧版本的 expires")];
}

/** Two lists of one level granting the same benefit on the same day. */
function checkClashes(earlier: Pack, later: Pack): Fault[] {
  if (earlier.document.region !== later.document.region || earlier.document.id === later.document.id) return [];
  return later.benefits.flatMap((benefit) => {
    const other = earlier.benefits.find(({ id }) => id === benefit.id);
    if (!other || !meet(settingOf(earlier, other), settingOf(later, benefit))) return [];
    const message = `待遇 ${benefit.id} 与 ${earlier.name} 里的同级待遇编号相同，有效期重叠`;
    return [fault(later, benefit, "benefit.repeated", message, "换一个编号，或错开有效期")];
  });
}

/** `implements` names a benefit of a list of a region above. Where no such list is given, nothing can be said. */
function checkLinks(pack: Pack, packs: Pack[]): Fault[] {
  const above = packs.filter((other) => other !== pack && other.document.region !== pack.document.region && isWithin(pack.document.region, other.document.region));
  if (above.length === 0) return [];
  const known = above.flatMap(({ benefits }) => benefits.map(({ id }) => id));
  return pack.benefits.flatMap((benefit) => {
    const id = benefit.implements;
    if (id === undefined || known.includes(id)) return [];
    return [fault(pack, benefit, "benefit.unknown", `上级清单里没有编号为 ${id} 的待遇`, suggest(id, known, "待遇"))];
  });
}

/**
 * Faults that only show across packs: clashing ids, versions that overlap, and `implements` that no list above has.
 *
 * @param packs loaded packs of one installation, in any order; the lists above belong among them
 */
export function checkTogether(packs: Pack[]): Fault[] {
  const pairs = packs.flatMap((later, index) => packs.slice(0, index).flatMap((earlier) => [...checkVersions(earlier, later), ...checkClashes(earlier, later)]));
  return [...pairs, ...packs.flatMap((pack) => checkLinks(pack, packs))];
}
