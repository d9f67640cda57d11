/** @throws RangeError for a confidence level outside (0, 1) */
export function checkConfidenceLevel(confidenceLevel: number): void {
  if (!(confidenceLevel > 0 && confidenceLevel < 1))
    throw new RangeError(`confidenceLevel is ${confidenceLevel}; it must lie between 0 and 1`);
}

/** @throws RangeError for a number of steps that is none */
export function checkMaxIterations(maxIterations: number): void {
  if (!Number.isInteger(maxIterations) || maxIterations < 0)
    throw new RangeError(`maxIterations is ${maxIterations}; it must be a whole number, 0 or more`);
}
