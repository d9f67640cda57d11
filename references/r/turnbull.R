# The self-consistent estimate of Turnbull (1976) on the innermost intervals, by EM until no mass moves by 1e-15;
# survfit() stops at 5e-5.
function(case, data) {
  y <- as.matrix(interval_of(case, data))
  # Codes of Surv: 0 right-censored, 1 exact, 2 left-censored, 3 between the two; of two columns, 0 is the censoring named.
  if (ncol(y) == 2) y <- cbind(y[, 1], y[, 1], ifelse(y[, 2] == 1, 1, if (identical(case$options$censoring, "left")) 2 else 0))
  status <- y[, 3]
  lower <- ifelse(status == 2, -Inf, y[, 1])
  upper <- ifelse(status == 0, Inf, ifelse(status == 3, y[, 2], y[, 1]))
  w <- weights_of(case, data)
  exact <- lower == upper
  # Intervals are open at the left: (l, r], an exact time is the point itself.
  ends <- rbind(data.frame(at = lower, order = ifelse(exact, 0, 1), right = FALSE), data.frame(at = upper, order = 0.5, right = TRUE))
  ends <- ends[order(ends$at, ends$order), ]
  inner <- which(!ends$right[-nrow(ends)] & ends$right[-1])
  left <- ends$at[inner]
  point <- ends$order[inner] == 0
  right <- ends$at[inner + 1]
  inside <- outer(seq_along(lower), seq_along(left), function(i, j) ifelse(exact[i], point[j] & left[j] == lower[i], left[j] >= lower[i] & right[j] <= upper[i] & !(point[j] & left[j] == lower[i])))
  em <- function(p, steps) {
    for (k in seq_len(steps)) {
      new <- p * gradient(p)
      if (max(abs(new - p)) < 1e-15) break
      p <- new
    }
    p
  }
  gradient <- function(p) colSums(w * inside / drop(inside %*% p)) / sum(w)
  p <- em(rep(1 / length(left), length(left)), 5000)
  # A mass that only creeps to 0 is set to 0; the others are then right where no gradient exceeds 1 (Gentleman & Geyer 1994).
  p <- em(ifelse(p < 1e-3, 0, p) / sum(p[p >= 1e-3]), 100000)
  if (any(gradient(p) > 1 + 1e-9)) stop("not the maximum: a mass was set to 0 that is none")
  times <- unlist(case$options$atTimes)
  # As survfit() draws them: at the midpoint, at the upper end where the lower is open.
  at <- ifelse(is.infinite(right), Inf, ifelse(is.infinite(left), right, (left + right) / 2))
  list(n = nrow(data), left = I(left), right = I(right), probability = I(p), time = I(times),
    survival = I(vapply(times, function(t) 1 - sum(p[at <= t]), 0)), logLik = sum(w * log(drop(inside %*% p))))
}
