import { UnstyledButton } from "@mantine/core";
import type { FieldDefinition, TableDefinition } from "@seriatim/records";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { ShownRow } from "../../../service/shown-row.js";
import { fieldLabel, fieldText, patientAddress } from "../../shared/field-text.js";
import { ErrorState } from "../../shared/states.js";
import { useTexts } from "../../texts/language.js";
import { ColumnFilter } from "./column-filter.js";
import type { Filter, RecordsSearch } from "./records-search.js";
import { recordsTexts } from "./records-texts.js";
import classes from "./rows-grid.module.css";
import { useRowPages } from "./use-row-pages.js";

const rowHeight = 30;

export interface RowsGridProps {
  definition: TableDefinition;
  columns: readonly FieldDefinition[];
  /** How many parts the patient's key has. */
  patientKeyLength: number;
  search: Pick<RecordsSearch, "search" | "filters" | "sort">;
  total: number;
  onSort: (sort: RecordsSearch["sort"]) => void;
  onFilter: (field: string, filter: Filter | undefined) => void;
}

/** A table of any length, of which only the rows in sight are drawn and asked for. */
export function RowsGrid(props: RowsGridProps) {
  const { definition, columns, patientKeyLength, search, total, onSort, onFilter } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The headings stick to the top.
    scrollPaddingStart: rowHeight,
  });
  const places = virtual.getVirtualItems();
  const range = { first: places[0]?.index ?? 0, last: places.at(-1)?.index ?? 0 };
  const { rowAt, error } = useRowPages({ table: definition.name, ...search }, range);
  const width = columns.reduce((sum, field) => sum + widthOf(field), 0);
  if (error) return <ErrorState error={error} />;
  return (
    <div ref={scroller} className={classes.scroller}>
      <table
        aria-label={definition.label}
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        className={classes.table}
        style={{ minWidth: width }}
      >
        <colgroup>
          {columns.map((field) => (
            <col key={field.name} style={{ width: `${(100 * widthOf(field)) / width}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((field) => (
              <Heading
                key={field.name}
                field={field}
                sort={search.sort}
                filter={search.filters?.find((one) => one.field === field.name)}
                onSort={onSort}
                onFilter={(filter) => onFilter(field.name, filter)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap height={places[0]?.start ?? 0} columns={columns.length} />
          {places.map(({ index }) => (
            <Row
              key={index}
              index={index}
              row={rowAt(index)}
              definition={definition}
              columns={columns}
              patientKeyLength={patientKeyLength}
            />
          ))}
          <Gap height={virtual.getTotalSize() - (places.at(-1)?.end ?? 0)} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** The rows out of sight. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr>
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  ) : null;
}

function Row(
  props: Pick<RowsGridProps, "definition" | "columns" | "patientKeyLength"> & {
    index: number;
    row: ShownRow | undefined;
  },
) {
  const { definition, columns, patientKeyLength, index, row } = props;
  const t = useTexts(recordsTexts);
  return (
    <tr aria-rowindex={index + 2}>
      {columns.map((field, i) => (
        <td
          key={field.name}
          data-number={["integer", "decimal"].includes(field.type) || undefined}
          data-unread={row?.unread.includes(field.name) || undefined}
          title={row ? titleOf(field, row, t("cannotBeRead")) : undefined}
        >
          {row === undefined ? (
            <span className={classes.waiting} />
          ) : i === 0 ? (
            <Link
              to="/patients/$patient"
              params={{ patient: patientAddress(row.key.slice(0, patientKeyLength)) }}
              search={definition.parent === undefined ? {} : { table: definition.name, row: row.key }}
              aria-label={t("open", { key: row.key.join(", ") })}
              className={classes.link}
            >
              {fieldText(field, row.texts[field.name]) || "–"}
            </Link>
          ) : (
            fieldText(field, row.texts[field.name])
          )}
        </td>
      ))}
    </tr>
  );
}

function Heading(props: {
  field: FieldDefinition;
  sort: RecordsSearch["sort"];
  filter: Filter | undefined;
  onSort: RowsGridProps["onSort"];
  onFilter: (filter: Filter | undefined) => void;
}) {
  const { field, sort, filter, onSort, onFilter } = props;
  const t = useTexts(recordsTexts);
  const isSorted = sort?.field === field.name;
  const next = !isSorted
    ? { field: field.name, descending: false }
    : sort.descending
      ? undefined
      : { field: field.name, descending: true };
  return (
    <th scope="col" aria-sort={isSorted ? (sort.descending ? "descending" : "ascending") : "none"}>
      <div className={classes.heading}>
        <UnstyledButton
          className={classes.sort}
          title={`${fieldLabel(field)}: ${t("sortBy", { field: field.label })}`}
          onClick={() => onSort(next)}
        >
          {fieldLabel(field)}
          {isSorted ? <span aria-hidden="true">{sort.descending ? " ↓" : " ↑"}</span> : null}
        </UnstyledButton>
        <ColumnFilter field={field} filter={filter} onChange={onFilter} />
      </div>
    </th>
  );
}

function titleOf(field: FieldDefinition, row: ShownRow, cannotBeRead: string): string | undefined {
  const text = fieldText(field, row.texts[field.name]);
  if (row.unread.includes(field.name)) return `${text}: ${cannotBeRead}`;
  return text.length > 12 ? text : undefined;
}

function widthOf({ type, label, unit, codes }: FieldDefinition): number {
  const heading = 48 + (label.length + (unit === undefined ? 0 : unit.length + 3)) * 6.5;
  if (type === "code") return Math.min(210, Math.max(96, heading, ...codes.map((code) => 20 + code.label.length * 7)));
  return (
    { text: Math.max(96, heading), integer: 84, decimal: 84, date: 112, boolean: 84 }[type] +
    Math.min(60, label.length * 2)
  );
}
