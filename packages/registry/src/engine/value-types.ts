import pg from "pg";

const date = 1082;
const bigint = 20;

/**
 * How values of the database come to JavaScript: dates as `1990-09-03` (not as an instant of the local zone), whole
 * numbers as numbers, decimals as text.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (oid === date) return (text: string) => text;
    if (oid === bigint) return Number;
    return pg.types.getTypeParser(oid, format as "text");
  },
};
