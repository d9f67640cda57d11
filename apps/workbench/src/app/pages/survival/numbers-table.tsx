import { ScrollArea, Table } from "@mantine/core";

/** A small table of numbers: the first column says of what, the others stand right. */
export function NumbersTable(props: {
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}) {
  const { caption, columns, rows } = props;
  return (
    <ScrollArea.Autosize
      type="auto"
      offsetScrollbars="x"
      viewportProps={{ tabIndex: 0, role: "group", "aria-label": caption }}
    >
      <Table captionSide="top" verticalSpacing={4} horizontalSpacing="xs" fz="sm">
        <Table.Caption ta="start" fw={600} c="var(--ink)" fz="sm" mt={0}>
          {caption}
        </Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column, i) => (
              <Table.Th key={column} scope="col" ta={i === 0 ? "start" : "end"}>
                {column}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([head, ...cells], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place
            <Table.Tr key={row}>
              <Table.Th scope="row" fw={400}>
                {head}
              </Table.Th>
              {cells.map((cell, i) => (
                <Table.Td
                  key={columns[i + 1]}
                  ta="end"
                  style={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}
                >
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
