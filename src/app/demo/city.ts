import { dayNumber } from "../../kernel/dates.ts";
import type { CityOptions, DemoCity } from "./city.types.ts";
import { buildFacilities } from "./facilities.ts";
import { idIssuer } from "./identity.ts";
import { foundOffices } from "./organizations.ts";
import { EZHOU, surveyPlaces } from "./places.ts";
import { seededRandom, textSeed } from "./random.ts";
import { generateSeniors } from "./seniors.ts";
import { hireUsers } from "./users.ts";

const DAY_MS = 86_400_000;
/** The institutions of the city were entered well before its people, so their ids sort first. */
const FOUNDED_DAYS_AGO = 2500;

/**
 * The demonstration city Ezhou: everything but its seniors at once, the seniors as a stream of chunks. Pure: the same
 * options give the same city. Seniors do not depend on `people` or `chunk`: a larger city begins with the smaller one.
 * Throws RangeError for `people` outside 1 to 10,000,000 (on reading the stream) or a region table without Ezhou.
 */
export function generateCity(options: CityOptions): DemoCity {
  const places = surveyPlaces(options.regions, options.seed);
  const random = seededRandom(textSeed(options.seed, "city"));
  const nextId = idIssuer(random, (dayNumber(options.asOf) - FOUNDED_DAYS_AGO) * DAY_MS);
  const { facilities, providers } = buildFacilities(random, places, nextId, options.asOf);
  const offices = foundOffices(places, options.regions, nextId, providers, facilities);
  return {
    region: EZHOU,
    organizations: offices.organizations,
    users: hireUsers(random, places, offices, facilities, nextId),
    providers,
    facilities,
    seniors: () => generateSeniors(options, places),
  };
}
