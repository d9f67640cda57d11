/** A column of numbers; `NaN` where the cell is empty or `NA`, counted in `missing`. */
export interface NumberColumn {
  values: Float64Array;
  missing: number;
}

/** A column of labels in the order of their first appearance; code −1 where the cell is empty or `NA`, counted in `missing`. */
export interface LabelColumn {
  codes: Int32Array;
  labels: string[];
  missing: number;
}

/** Numbers from bytes. `push` answers false where the bytes are no number. */
export class ByteNumbers {
  sawComma = false;
  private values = new Float64Array(1024);
  private n = 0;
  private missing = 0;

  constructor(private readonly decimalComma: boolean) {}

  push(bytes: Uint8Array, from: number, to: number): boolean {
    if (this.n === this.values.length) {
      const larger = new Float64Array(this.n * 2);
      larger.set(this.values);
      this.values = larger;
    }
    const value = this.plain(bytes, from, to) ?? this.other(bytes, from, to);
    if (value === undefined) return false;
    this.values[this.n++] = value;
    return true;
  }

  column(): NumberColumn {
    return { values: this.values.slice(0, this.n), missing: this.missing };
  }

  /** Digits with at most one point, at most 15 of them: mantissa and power of ten are exact, so their quotient is the nearest number. */
  private plain(bytes: Uint8Array, from: number, to: number): number | undefined {
    const isNegative = bytes[from] === 0x2d;
    const start = isNegative ? from + 1 : from;
    if (to - start > 16 || to === start) return undefined;
    let mantissa = 0;
    let digits = 0;
    let decimals = -1;
    for (let i = start; i < to; i++) {
      const digit = bytes[i] - 0x30;
      if (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        digits++;
        if (decimals >= 0) decimals++;
      } else if (bytes[i] === 0x2e && decimals < 0) decimals = 0;
      else return undefined;
    }
    if (digits === 0 || digits > 15) return undefined;
    const value = decimals > 0 ? mantissa / 10 ** decimals : mantissa;
    return isNegative && value !== 0 ? -value : value;
  }

  private other(bytes: Uint8Array, from: number, to: number): number | undefined {
    let text = decodeField(bytes, from, to).trim();
    if (text === "" || text === "NA") {
      this.missing++;
      return Number.NaN;
    }
    if (this.decimalComma && text.includes(",") && !text.includes(".")) {
      text = text.replace(",", ".");
      this.sawComma = true;
    }
    if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) return undefined;
    const value = Number(text);
    return Number.isFinite(value) ? value + 0 : undefined;
  }
}

/** Labels from bytes, each different one kept once. */
export class ByteLabels {
  private codes = new Int32Array(1024);
  private n = 0;
  private missing = 0;
  private readonly labels: string[] = [];
  private readonly codeOf = new Map<string, number>();
  /** Bytes of the spellings seen, by their hash, with their codes. */
  private readonly seen = new Map<number, { bytes: Uint8Array; code: number }[]>();

  push(bytes: Uint8Array, from: number, to: number): true {
    if (this.n === this.codes.length) {
      const larger = new Int32Array(this.n * 2);
      larger.set(this.codes);
      this.codes = larger;
    }
    const code = this.codeAt(bytes, from, to);
    if (code < 0) this.missing++;
    this.codes[this.n++] = code;
    return true;
  }

  column(): LabelColumn {
    return { codes: this.codes.slice(0, this.n), labels: this.labels, missing: this.missing };
  }

  private codeAt(bytes: Uint8Array, from: number, to: number): number {
    // FNV-1a, 32 bits.
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    const bucket = this.seen.get(hash);
    if (bucket) for (const entry of bucket) if (isSame(entry.bytes, bytes, from, to)) return entry.code;
    const text = decodeField(bytes, from, to).trim();
    let code = text === "" || text === "NA" ? -1 : this.codeOf.get(text);
    if (code === undefined) {
      code = this.labels.length;
      this.labels.push(text);
      this.codeOf.set(text, code);
    }
    const entry = { bytes: bytes.slice(from, to), code };
    if (bucket) bucket.push(entry);
    else this.seen.set(hash, [entry]);
    return code;
  }
}

/** A field's text: UTF-8, or Windows-1252 where it is no UTF-8. */
export function decodeField(bytes: Uint8Array, from: number, to: number): string {
  const field = bytes.subarray(from, to);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(field);
  } catch {
    return new TextDecoder("windows-1252").decode(field);
  }
}

function isSame(known: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}
