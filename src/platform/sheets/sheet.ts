/** A cell as a sheet has it. What `kind` warns of is judged where the column is known. */
export type SheetCell = {
  text: string;
  /** `number`: stored as a number; `date`: a number shown as a date, given as 1944-03-01; the last two have no usable text */
  kind: "text" | "number" | "date" | "formula" | "error";
};
/** One row: its number in the sheet (the first is 1), and its cells from column A on. */
export type SheetLine = { row: number; cells: SheetCell[]; /** some of its cells are merged with others */ merged: boolean };

export const MAX_ROWS = 1_000_000;
export const MAX_COLUMNS = 100;
/** characters in one cell */
export const MAX_CELL = 500;
/** bytes of an .xlsx, and of what it holds when unpacked */
export const MAX_XLSX = 50 * 1024 * 1024;
export const MAX_UNPACKED = 256 * 1024 * 1024;
/** bytes of a .csv */
export const MAX_CSV = 400 * 1024 * 1024;
