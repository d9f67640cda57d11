# Firth's penalised partial likelihood (Heinze & Schemper 2001) from survival's own likelihood and information: coxphf is not among
# Debian's packages.
function(case, data) {
  library(survival)
  options <- case$options
  x <- design_of(case, data)
  y <- surv_of(case, data)
  strata <- strata_of(case, data)$codes %or% rep(1, nrow(x))
  spread <- apply(x, 2, sd)
  z <- scale(x, colMeans(x), spread)
  fit_at <- function(b) coxph(y ~ z + strata(strata), init = b, ties = options$ties %or% "breslow", control = coxph.control(iter.max = 0))
  at <- function(b) {
    if (any(!is.finite(b)) || max(abs(b)) > 50) return(-1e10)
    fit <- fit_at(b)
    value <- fit$loglik[1] - 0.5 * as.numeric(determinant(as.matrix(fit$var))$modulus)
    if (is.finite(value)) value else -1e10
  }
  errors <- function(b) sqrt(diag(as.matrix(fit_at(b)$var)))
  c(list(n = nrow(x), events = sum(y[, ncol(y)]), terms = I(colnames(x))),
    firth_answer(at, errors, ncol(x), options$confLevel %or% 0.95, unname(spread), 0))
}
