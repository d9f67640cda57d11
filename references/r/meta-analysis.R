# metafor::rma with tight steps.
function(case, data) {
  suppressMessages(library(metafor))
  options <- case$options
  level <- if (is.null(options$confLevel)) 0.95 else options$confLevel
  fit <- rma(data[[case$input$estimate]], data[[case$input$variance]], method = options$method, test = options$test,
             level = 100 * level, control = list(threshold = 1e-13, maxiter = 10000, tol = 1e-14))
  predicted <- predict(fit)
  answer <- list(
    k = fit$k, estimate = c(fit$beta), stdErr = fit$se, statistic = fit$zval, p = fit$pval, lower = fit$ci.lb,
    upper = fit$ci.ub, Q = fit$QE, Qdf = fit$k - 1, Qp = fit$QEp, I2 = fit$I2, H2 = fit$H2, tau2 = fit$tau2,
    weights = unname(weights(fit))
  )
  if (options$test == "knha") answer$df <- fit$k - 1
  if (options$method != "FE") answer <- c(answer, predictionLower = predicted$pi.lb, predictionUpper = predicted$pi.ub)
  answer
}
