/** The first dozen of a list and how many more there are: `a, b, c and 3 more`. */
export function firstOf(names: readonly string[]): string {
  const most = 12;
  return names.length > most ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : names.join(", ");
}
