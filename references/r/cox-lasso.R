# glmnet() of the ranks of the times, censorings half a rank later, so that a tied censoring stays in the risk set; logLik by coxph().
function(case, data) {
  library(survival)
  library(glmnet)
  options <- case$options
  x <- design_of(case, data)
  y <- as.matrix(surv_of(case, data))
  rank <- match(y[, 1], sort(unique(y[, 1])))
  lambda <- unlist(options$lambda)
  # Along a path from a large lambda, at a tolerance at which the coefficients no longer move.
  path <- sort(unique(c(lambda, exp(seq(log(max(lambda) * 4), log(min(lambda)), length.out = 30)))), decreasing = TRUE)
  fit <- glmnet(x, Surv(rank + 0.5 * (1 - y[, 2]), y[, 2]), family = "cox", lambda = path, alpha = options$alpha %or% 1,
    standardize = options$standardize %or% TRUE, thresh = 1e-15, maxit = 1e7)
  beta <- t(as.matrix(fit$beta))[match(lambda, path), , drop = FALSE]
  logLik <- apply(beta, 1, function(b) coxph(Surv(y[, 1], y[, 2]) ~ x, init = b, ties = "breslow", control = coxph.control(iter.max = 0))$loglik[2])
  list(n = nrow(x), events = sum(y[, 2]), terms = I(colnames(x)), lambda = I(lambda), coef = unname(beta), nonzero = I(unname(rowSums(beta != 0))), logLik = I(unname(logLik)))
}
