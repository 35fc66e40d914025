import type { Relation } from "../../modules/people/people.contract.ts";
import type { DemoContact } from "./city.types.ts";
import { drawPhone } from "./identity.ts";
import type { Life } from "./life.ts";
import { drawSeniorName, drawYoungerName } from "./person-names.ts";
import { pick, type Random } from "./random.ts";

/** None to three family members, the spouse first; those without family may have a sibling or a nephew. */
export function drawContacts(random: Random, life: Life, surname: string, birthYear: number): DemoContact[] {
  const contacts: DemoContact[] = [];
  if (life.married && random.chance(0.82)) contacts.push(drawSpouse(random, life, birthYear));
  const children = Math.min(life.children, random.chance(0.06) ? 0 : 1 + random.below(2));
  for (let i = 0; i < children; i += 1) contacts.push(drawChild(random, life, surname));
  if (contacts.length === 0 && random.chance(0.45)) contacts.push(drawKin(random, life, surname));
  if (contacts[0]) contacts[0].emergency = true;
  return contacts;
}

function contact(random: Random, name: string, relation: Relation): DemoContact {
  return { name, relation, phone: drawPhone(random), emergency: false };
}

function drawSpouse(random: Random, life: Life, birthYear: number): DemoContact {
  const year = birthYear + (life.sex === "male" ? 1 : -1) * random.below(5);
  return contact(random, drawSeniorName(random, life.sex === "male" ? "female" : "male", year).name, "spouse");
}

/** Children bear the father's surname: a man's own, for a woman another. */
function drawChild(random: Random, life: Life, surname: string): DemoContact {
  const draw = random.next();
  const relation = draw < 0.46 ? "son" : draw < 0.86 ? "daughter" : draw < 0.95 ? "daughter_in_law" : "grandchild";
  const sex = relation === "daughter" || relation === "daughter_in_law" ? "female" : "male";
  const inherits = life.sex === "male" && relation !== "daughter_in_law";
  return contact(random, drawYoungerName(random, sex, inherits ? surname : undefined), relation);
}

function drawKin(random: Random, life: Life, surname: string): DemoContact {
  const relation = pick(random, ["sibling", "nephew", "nephew"] as const);
  return contact(random, drawYoungerName(random, "male", life.sex === "male" ? surname : undefined), relation);
}
