# The formulas of Klein & Moeschberger (2003), chapter 7.3: no package of Debian's has all these weights.
function(case, data) {
  columns <- unlist(case$input$group)
  y <- as.matrix(surv_of(case, data))
  entry <- if (ncol(y) == 3) y[, 1] else rep(-Inf, nrow(y))
  time <- y[, ncol(y) - 1]
  event <- y[, ncol(y)]
  group <- group_of(data, columns)
  G <- nlevels(group)
  times <- sort(unique(time[event == 1]))
  s <- tilde <- 1
  difference <- numeric(G)
  variance <- matrix(0, G, G)
  for (t in times) {
    risk <- tabulate(group[entry < t & time >= t], G)
    died <- tabulate(group[time == t & event == 1], G)
    n <- sum(risk)
    d <- sum(died)
    tilde <- tilde * (1 - d / (n + 1))
    w <- switch(case$options$weights, "log-rank" = 1, gehan = n, "tarone-ware" = sqrt(n), "peto-peto" = tilde, "modified-peto-peto" = tilde * n / (n + 1),
      "fleming-harrington" = s^case$options$p * (1 - s)^case$options$q)
    difference <- difference + w * (died - risk * d / n)
    if (n > 1) variance <- variance + w^2 * d * (n - d) / (n - 1) * (diag(risk / n, G) - outer(risk, risk) / n^2)
    s <- s * (1 - d / n)
  }
  kept <- which(diag(variance) > 0)[-1]
  chisq <- drop(difference[kept] %*% solve(variance[kept, kept, drop = FALSE], difference[kept]))
  list(chisq = chisq, df = length(kept), p = pchisq(chisq, length(kept), lower.tail = FALSE),
    groups = lapply(seq_len(G), function(g) list(group = label_of(data, columns, group, g), observedMinusExpected = difference[g])), variance = variance)
}
