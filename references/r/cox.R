# coxph() of survival. Where the case says that the likelihood is monotone, the coefficient that runs away is the one whose error is huge.
function(case, data) {
  library(survival)
  x <- design_of(case, data)
  fit <- cox_fit(case, data, x)
  half <- qnorm(1 - (1 - (case$options$confLevel %or% 0.95)) / 2)
  coef <- unname(fit$coefficients)
  se <- sqrt(diag(fit$var))
  se[is.na(coef)] <- NA
  kept <- !is.na(coef)
  var <- fit$var
  var[!kept, ] <- NA
  var[, !kept] <- NA
  df <- sum(kept)
  answer <- list(n = fit$n, events = fit$nevent, terms = I(colnames(x)))
  logLik <- list(null = fit$loglik[1], fitted = fit$loglik[length(fit$loglik)])
  if (isTRUE(case$options$monotone))
    return(c(answer, list(infinite = I(!is.finite(se) | se * apply(x, 2, sd) > 100), logLik = logLik, tests = list(score = chi_squared(fit$score, qr(x)$rank)))))
  answer <- c(answer, list(coef = I(coef), se = I(se), z = I(coef / se), p = I(2 * pnorm(-abs(coef / se))), hazardRatio = I(exp(coef)),
    lower = I(exp(coef - half * se)), upper = I(exp(coef + half * se)), vcov = unname(var)))
  if (!is.null(fit$naive.var)) answer <- c(answer, list(naiveSe = I(sqrt(diag(fit$naive.var))), naiveVcov = unname(fit$naive.var)))
  answer$logLik <- logLik
  answer$tests <- list(likelihoodRatio = chi_squared(2 * diff(fit$loglik), df), wald = chi_squared(fit$wald.test, df), score = chi_squared(fit$score, df))
  if (!is.null(fit$rscore)) answer$tests$robustScore <- chi_squared(fit$rscore, df)
  answer$concordance <- unname(fit$concordance["concordance"])
  answer$concordanceStdErr <- unname(fit$concordance["std"])
  answer
}
