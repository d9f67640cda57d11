# aareg() of survival, with the weights of its test by the number at risk.
function(case, data) {
  library(survival)
  x <- design_of(case, data)
  y <- surv_of(case, data)
  call <- list(y ~ x)
  if (!is.null(case$options$nmin)) call$nmin <- case$options$nmin
  if (!is.null(case$input$weights)) call$weights <- weights_of(case, data)
  fit <- do.call(aareg, call)
  coef <- unname(as.matrix(fit$coefficient))
  # A line an event; aareg keeps events at one time apart.
  statistic <- unname(fit$test.statistic)
  variance <- unname(fit$test.var)
  list(n = nrow(data), terms = I(c("(Intercept)", colnames(x))), time = I(unname(fit$times)), nRisk = I(unname(fit$nrisk)), increments = coef,
    cumulative = apply(coef, 2, cumsum), testStatistic = I(statistic), testVariance = I(diag(variance)), z = I(statistic / sqrt(diag(variance))),
    p = I(2 * pnorm(-abs(statistic / sqrt(diag(variance))))))
}
