import { z } from "zod";
import { ID_CARD_FAULTS, readIdCard } from "../../../../src/kernel/id-card.ts";

/** An id number as typed: every digit is checked while it is being filled in (GB 11643-1999). */
export const cardNumber = z
  .string()
  .trim()
  .max(30)
  .superRefine((text, check) => {
    const read = readIdCard(text.normalize("NFKC"));
    if (text !== "" && "fault" in read) check.addIssue({ code: "custom", message: ID_CARD_FAULTS[read.fault] });
  });
