import { messages, type PGlite, protocol } from "@electric-sql/pglite";
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import { parameterOf } from "./parameter-of.js";

const { serialize } = protocol;

/**
 * A pool of one connection to the PostgreSQL in this process, for Kysely, over PostgreSQL's own protocol and without a driver made for
 * Node: as that driver does, it sends parameters as texts whose types the database finds, and several statements where there are none.
 *
 * @param afterwards called after each exchange: whether a transaction is open
 */
export function protocolPool(pglite: PGlite, afterwards: (isOpen: boolean) => Promise<void>): PostgresPool {
  const client = new ProtocolClient(pglite, afterwards);
  let last: Promise<void> = Promise.resolve();
  return {
    async connect() {
      const before = last;
      let release = () => {};
      last = new Promise((resolve) => {
        release = resolve;
      });
      await before;
      return client.lent(release);
    },
    end: () => last,
  };
}

/** What is asked for page by page; within a transaction alone, as the database's portals are. */
export class ProtocolCursor<Row> implements PostgresCursor<Row> {
  private pages: ProtocolPages<Row> | undefined;

  constructor(
    readonly text: string,
    readonly values: readonly unknown[],
  ) {}

  /** Called by the client. */
  submit(pages: ProtocolPages<Row>): void {
    this.pages = pages;
  }

  read(rows: number): Promise<Row[]> {
    if (!this.pages) throw new TypeError("the cursor was given to no client");
    return this.pages.read(rows);
  }

  async close(): Promise<void> {
    await this.pages?.close();
  }
}

interface ProtocolPages<Row> {
  read(rows: number): Promise<Row[]>;
  close(): Promise<void>;
}

interface Answer {
  fields: messages.RowDescriptionMessage["fields"];
  rows: (string | null)[][];
  /** `INSERT 0 3`, of the last statement. */
  tag: string;
}

class ProtocolClient {
  private portals = 0;

  constructor(
    private readonly pglite: PGlite,
    private readonly afterwards: (isOpen: boolean) => Promise<void>,
  ) {}

  lent(release: () => void): PostgresPoolClient {
    const query = (asked: string | PostgresCursor<unknown>, values: readonly unknown[] = []) => {
      if (typeof asked === "string") return this.query(asked, values);
      if (!(asked instanceof ProtocolCursor)) throw new TypeError("a cursor of another driver");
      asked.submit(this.pages(asked.text, asked.values));
      return asked;
    };
    return { query: query as PostgresPoolClient["query"], release };
  }

  private async query(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<unknown>> {
    const answer = await this.send(
      ...(values.length === 0
        ? [serialize.query(text)]
        : [...this.bound(text, values), serialize.execute(), serialize.sync()]),
    );
    const [command, ...counts] = answer.tag.split(" ");
    return {
      command: command as PostgresQueryResult<unknown>["command"],
      rowCount: Number(counts.at(-1) ?? 0),
      rows: this.rowsOf(answer, answer.fields),
    };
  }

  private pages<Row>(text: string, values: readonly unknown[]): ProtocolPages<Row> {
    const portal = `page${++this.portals}`;
    let fields: Answer["fields"] | undefined;
    let isOver = false;
    return {
      read: async (rows) => {
        if (isOver) return [];
        if (!fields) fields = (await this.send(...this.bound(text, values, portal), serialize.sync())).fields;
        const answer = await this.send(serialize.execute({ portal, rows }), serialize.sync());
        isOver = answer.tag !== "";
        return this.rowsOf(answer, fields) as Row[];
      },
      close: async () => {
        if (fields) await this.send(serialize.close({ type: "P", name: portal }), serialize.sync());
      },
    };
  }

  private bound(text: string, values: readonly unknown[], portal = ""): Uint8Array[] {
    return [
      serialize.parse({ text }),
      serialize.bind({ portal, values: values.map(parameterOf) }),
      serialize.describe({ type: "P", name: portal }),
    ];
  }

  private async send(...parts: Uint8Array[]): Promise<Answer> {
    const answer: Answer = { fields: [], rows: [], tag: "" };
    let isOpen = false;
    try {
      const told = await this.pglite.execProtocol(joined(parts), { syncToFs: false, throwOnError: false });
      let fault: messages.DatabaseError | undefined;
      for (const message of told.messages)
        if (message instanceof messages.RowDescriptionMessage) {
          answer.fields = message.fields;
          answer.rows = [];
        } else if (message instanceof messages.DataRowMessage) answer.rows.push(message.fields);
        else if (message instanceof messages.CommandCompleteMessage) answer.tag = message.text;
        else if (message instanceof messages.ReadyForQueryMessage) isOpen = message.status !== "I";
        else if (message instanceof messages.DatabaseError) fault ??= message;
      if (fault) throw fault;
    } finally {
      await this.afterwards(isOpen);
    }
    return answer;
  }

  private rowsOf({ rows }: Answer, fields: Answer["fields"]): Record<string, unknown>[] {
    const parsers = fields.map(({ dataTypeID }) => this.pglite.parsers[dataTypeID]);
    return rows.map((row) =>
      Object.fromEntries(
        fields.map(({ name, dataTypeID }, j) => {
          const text = row[j];
          const parse = parsers[j];
          return [name, text === null || !parse ? text : parse(text, dataTypeID)];
        }),
      ),
    );
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
