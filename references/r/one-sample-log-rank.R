# Events against those of a known hazard, as survdiff(~ offset(exp(-H(time)))) counts them; limits of the ratio by poisson.test().
function(case, data) {
  y <- as.matrix(surv_of(case, data))
  hazard <- case$options$hazard
  H <- switch(hazard$type, exponential = function(t) hazard$rate * t, weibull = function(t) (t / hazard$scale)^hazard$shape,
    piecewise = function(t) {
      breaks <- c(0, unlist(hazard$breaks), Inf)
      vapply(t, function(one) sum(unlist(hazard$rates) * pmax(0, pmin(one, breaks[-1]) - breaks[-length(breaks)])), 0)
    })
  observed <- sum(y[, ncol(y)])
  expected <- sum(H(y[, ncol(y) - 1]) - if (ncol(y) == 3) H(y[, 1]) else 0)
  z <- (observed - expected) / sqrt(expected)
  limits <- poisson.test(observed, expected, conf.level = case$options$confLevel %or% 0.95)$conf.int
  list(observed = observed, expected = expected, z = z, chisq = z^2, p = pchisq(z^2, 1, lower.tail = FALSE),
    smr = list(estimate = observed / expected, lower = limits[1], upper = limits[2]))
}
