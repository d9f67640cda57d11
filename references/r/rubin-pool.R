# mice::pool.scalar, and the figures that follow from it.
function(case, data) {
  n <- if (is.null(case$options$n)) Inf else as.numeric(case$options$n)
  k <- if (is.null(case$options$k)) 1 else case$options$k
  level <- if (is.null(case$options$confLevel)) 0.95 else case$options$confLevel
  pooled <- mice::pool.scalar(data[[case$input$estimate]], data[[case$input$variance]], n = n, k = k)
  se <- sqrt(pooled$t)
  lambda <- (1 + 1 / pooled$m) * pooled$b / pooled$t
  reach <- qt((1 + level) / 2, pooled$df) * se
  list(
    m = pooled$m, estimate = pooled$qbar, within = pooled$ubar, between = pooled$b, total = pooled$t, stdErr = se,
    df = pooled$df, dfRubin1987 = (pooled$m - 1) / max(lambda, 1e-4)^2, relativeIncrease = pooled$r, lambda = lambda,
    fmi = pooled$fmi, t = pooled$qbar / se, p = 2 * pt(-abs(pooled$qbar / se), pooled$df),
    lower = pooled$qbar - reach, upper = pooled$qbar + reach
  )
}
