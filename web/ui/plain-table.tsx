import type { ListColumn } from "./list-columns.tsx";

/** A short table that is all there: no pages, no sorting. The first column names the row. */
export function PlainTable<Row>({ columns, rows, rowKey, label }: {
  columns: readonly Pick<ListColumn<Row>, "key" | "title" | "render" | "align">[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** says what the table holds, for readers */
  label: string;
}) {
  const classOf = (align: "left" | "right" | undefined) => (align === "right" ? "sh-amount-cell" : undefined);
  return (
    // Reached by tab because it scrolls on narrow screens.
    <div className="sh-scroll" role="region" aria-label={label} tabIndex={0}>
      <table className="sh-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classOf(column.align)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row">
                    {column.render(row)}
                  </th>
                ) : (
                  <td key={column.key} className={classOf(column.align)} data-label={column.title}>
                    {column.render(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
