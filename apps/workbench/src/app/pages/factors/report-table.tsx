import { plainText, type Table } from "@seriatim/report";
import classes from "./charts.module.css";

/** A table with the words and roundings of the report. */
export function ReportTable({ table, headings = {} }: { table: Table; headings?: Readonly<Record<string, string>> }) {
  const [first, ...others] = table.columns;
  const side = (align?: "right") => (align === "right" ? classes.right : undefined);
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={table.caption}>
        <table className={table.columns.length > 2 ? classes.table : `${classes.table} ${classes.narrow}`}>
          <caption>{table.caption}</caption>
          <thead>
            <tr>
              {[first, ...others].map(({ heading, align }, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name, two are “P”
                <th key={j} scope="col" className={side(align)}>
                  {headings[heading] ?? heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ kind, cells }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a table that is printed have no other name
              <tr key={i} className={kind === "plain" ? undefined : classes[kind]}>
                <th scope="row">{plainText(cells[0] ?? [])}</th>
                {others.map(({ align }, j) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  <td key={j} className={side(align)}>
                    {plainText(cells[j + 1] ?? [])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {table.notes.length === 0 ? null : (
        <ul className={classes.notes}>
          {table.notes.map((note) => (
            <li key={plainText(note)}>{plainText(note)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
