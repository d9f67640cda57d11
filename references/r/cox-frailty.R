# coxph() with survival's frailty() term; `logLik$penalized` is its loglik[2], the partial likelihood at the fit without the penalty.
function(case, data) {
  library(survival)
  x <- design_of(case, data)
  y <- surv_of(case, data)
  id <- data[[case$input$id]]
  theta <- case$options$theta
  formula <- if (is.null(theta)) y ~ x + frailty(id, distribution = "gamma", eps = 1e-11, sparse = FALSE) else
    y ~ x + frailty(id, distribution = "gamma", theta = theta, sparse = FALSE)
  fit <- coxph(formula, ties = case$options$ties %or% "efron", control = coxph.control(eps = 1e-12, iter.max = 100, outer.max = 200))
  own <- seq_len(ncol(x))
  history <- fit$history[[1]]
  answer <- list(n = fit$n, events = fit$nevent, terms = I(colnames(x)), coef = I(unname(fit$coefficients)[own]), se = I(sqrt(diag(fit$var))[own]), theta = history$theta)
  answer$logLik <- list(null = fit$loglik[1], penalized = fit$loglik[2])
  # c.loglik is not given where theta is fixed.
  if (!is.null(history$c.loglik)) answer$logLik$marginal <- history$c.loglik
  groups <- sort(unique(id))
  log <- if (length(fit$coefficients) > ncol(x)) unname(fit$coefficients)[-own] else unname(fit$frail)
  answer$frailties <- list(id = I(as.character(groups)), logFrailty = I(log))
  answer
}
