import type { PackSource } from "./pack.ts";

/** The sentences that the sample pack quotes, in the manner of a city's document. */
export const SAMPLE_TEXT = `松原示范市人民政府关于加快推进养老服务体系建设的实施意见
（一）养老机构运营补贴与评定等级挂钩。
（二）实际入住重度失能老年人2400元/人/年、实际入住其他老年人1800元/人/年。
（三）评为二、三、四、五级的，分别增发200元、500元、800元、1200元/人/年。
（四）对80周岁以上老年人每月发放高龄津贴。
（五）对社区居家养老服务中心给予40-80万元建设补贴。
（六）对残疾老年人发放护理补贴，两项补贴就高不重复享受。
`;

/** A small pack with every kind of thing in it and nothing wrong: tests change one line and see what is said. */
export const SAMPLE_POLICY = `title: 示范市养老服务补贴
document: { id: sample-2021, title: 实施意见, issuer: 示范市人民政府, region: "420700000000", issued: 2021-11-13, effective: 2021-12-13, expires: 2026-12-12, text: document.txt }
sign_offs: [市民政局, 市财政局]
external_benefits:
  - { id: disability-care-allowance, name: 重度残疾人护理补贴, class: 护理类 }
parameters:
  base_severe:
    label: 重度失能老年人补贴标准
    unit: 元/人/年
    values:
      - { from: 2021-12-13, to: 2023-12-31, value: 2400, clause: { at: （二）, quote: 2400元/人/年 } }
      - { from: 2024-01-01, value: 2400.50, clause: { at: （二）, quote: 2400元/人/年 } }
  old_age:
    label: 高龄津贴起始年龄
    unit: 周岁
    values:
      - { from: 2021-12-13, value: 80, clause: { at: （四）, quote: 80周岁以上老年人 } }
benefits:
  - id: operating-subsidy
    name: 养老机构运营补贴
    kind: subsidy
    subject: facility
    class: 运营补贴
    clause: { at: （一）, quote: 养老机构运营补贴与评定等级挂钩 }
    when: kind == "institution" && filed && rating >= 1
    period: year
    amount:
      - { label: 重度失能老年人, times: residents_severe, value: base_severe }
      - { label: 其他老年人, times: residents_other, value: 1800 }
      - label: 等级增发
        times: residents_severe + residents_other
        table:
          - { if: rating == 1, value: 0 }
          - { if: rating == 2, value: 200 }
          - { if: rating == 3, value: 500 }
          - { if: rating == 4, value: 800 }
          - { if: rating == 5, value: 1200 }
    cap: 2000000
    shares: [{ payer: city, part: 0.6 }, { payer: district, part: 0.4 }]
  - id: centre-construction
    name: 社区居家养老服务中心建设补贴
    kind: subsidy
    subject: facility
    class: 建设补贴
    clause: { at: （五）, quote: 给予40-80万元建设补贴 }
    when: kind == "home_care_centre" && premises in ["new_build", "own_property"]
    period: once
    amount:
      min: 400000
      max: 800000
  - id: old-age-allowance
    name: 高龄津贴
    kind: money
    subject: senior
    class: 普惠津贴
    clause: { at: （四）, quote: 每月发放高龄津贴 }
    when: age >= old_age && within(region, "420700000000")
    period: month
    amount:
      - table:
          - { if: age >= 100, value: 500 }
          - { if: age >= 90, value: 200 }
          - { else: 100 }
  - id: care-allowance
    name: 护理补贴
    kind: money
    subject: senior
    class: 护理类
    clause: { at: （六）, quote: 对残疾老年人发放护理补贴 }
    when: disability_category != "none" && disability_grade <= 2
    period: month
    amount:
      - value: 100
overlaps:
  - { take_higher: [care-allowance, disability-care-allowance], clause: { at: （六）, quote: 就高不重复享受 } }
  - { stack: [care-allowance, old-age-allowance] }
`;

/** The sample as a source, with one text in it replaced (which must be there once). */
export function samplePack(find = "", replacement = ""): PackSource {
  if (find !== "" && SAMPLE_POLICY.split(find).length !== 2) throw new Error(`not once in the sample: ${find}`);
  return { name: "sample", policy: find === "" ? SAMPLE_POLICY : SAMPLE_POLICY.replace(find, () => replacement), texts: { "document.txt": SAMPLE_TEXT } };
}

/** The line (1-based) of the changed sample on which a text stands. */
export function lineOf(source: PackSource, text: string): number {
  const at = source.policy.indexOf(text);
  if (at < 0) throw new Error(`not in the sample: ${text}`);
  return source.policy.slice(0, at).split("\n").length;
}
