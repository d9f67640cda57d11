# Makes options-r.json: what R answers to the study of options.test.ts (interval types and levels, a landmark, weights and strata of tests,
# ties, strata, late entries, clusters, tests of a baseline table), on tables of references/data.
#   Rscript packages/study/src/testing/options.R          (from the root of the repository; R 4.2.2, survival 3.5-3)
source("studies/r-results.R")

veteran <- read.csv("references/data/veteran.csv")
veteran$trt <- factor(veteran$trt)
veteran$prior <- factor(veteran$prior)
veteran$celltype <- factor(veteran$celltype, c("squamous", "smallcell", "adeno", "large"))
bladder <- read.csv("references/data/bladder2.csv")

for (type in c("plain", "log", "log-log", "logit", "arcsin")) for (level in c("", "1", "2")) {
  rows <- if (level == "") veteran else veteran[veteran$trt == level, ]
  put <- function(name, ...) answer(group_key(paste0("km-", type, "/all"), if (level == "") "" else paste0("trt=", level), name), ..., n = nrow(rows), events = sum(rows$event))
  fit <- survfit(Surv(time, event) ~ 1, rows, conf.type = type, conf.int = 0.9)
  quantiles <- quantile(fit, c(0.25, 0.5, 0.75))
  for (k in 1:3) put(c("quantile:0.25", "median", "quantile:0.75")[k], quantiles$quantile[k], quantiles$lower[k], quantiles$upper[k])
  for (t in c(30, 90, 180, 365)) { s <- summary(fit, times = t, extend = TRUE); put(paste0("survival@", t), s$surv, s$lower, s$upper) }
  table <- summary(fit, rmean = 180)$table
  half <- qnorm(0.95) * table[["se(rmean)"]]
  put("restrictedMean@180", table[["rmean"]], table[["rmean"]] - half, table[["rmean"]] + half)
}

tests <- function(id, name, formula, data, rho = 0, scores = NULL) {
  test <- survdiff(formula, data, rho = rho)
  put <- function(what, name, value) answer(paste0(id, "/all/", what, "(", name, ")"), value, n = nrow(data), events = sum(data$event))
  put("statistic", name, test$chisq)
  put("pValue", name, pchisq(test$chisq, length(test$n) - 1, lower.tail = FALSE))
  if (is.null(scores)) return(invisible())
  z <- sum(scores * (test$obs - test$exp)) / sqrt(drop(scores %*% test$var %*% scores))
  put("statistic", paste(name, "for trend"), z^2)
  put("pValue", paste(name, "for trend"), 2 * pnorm(-abs(z)))
}
tests("peto", "Peto\u2013Peto", Surv(time, event) ~ celltype, veteran, rho = 1, scores = 0:3)
tests("half", "Harrington\u2013Fleming (rho = 0.5)", Surv(time, event) ~ celltype, veteran, rho = 0.5, scores = c(1, 2, 5, 9))
tests("two", "log-rank", Surv(time, event) ~ trt + prior, veteran)
stratified <- survdiff(Surv(time, event) ~ trt + strata(celltype), veteran)
answer("stratified/all/statistic(stratified log-rank)", stratified$chisq, n = nrow(veteran), events = sum(veteran$event))

control <- coxph.control(eps = 1e-11, toler.chol = 1e-12, iter.max = 100)
cox <- function(path, fit, names, level, n, events, zph = TRUE) {
  b <- coef(fit)
  half <- qnorm((1 + level) / 2) * sqrt(diag(vcov(fit)))
  for (k in seq_along(names)) {
    of_level <- if (is.list(n)) n[[k]] else n
    deaths <- if (is.list(n)) events[[k]] else events
    answer(paste(path, names[k], "hazardRatio", sep = "/"), exp(b[[k]]), exp(b[[k]] - half[[k]]), exp(b[[k]] + half[[k]]), n = of_level, events = deaths)
    answer(paste(path, names[k], "pValue(Wald)", sep = "/"), 2 * pnorm(-abs(b[[k]] / sqrt(diag(vcov(fit)))[[k]])), n = of_level, events = deaths)
  }
  rows <- if (is.list(n)) fit$n else n
  all <- if (is.list(n)) fit$nevent else events
  answer(paste0(path, "/concordance"), fit$concordance[["concordance"]], n = rows, events = all)
  if (zph) answer(paste0(path, "/proportionalHazards(Grambsch\u2013Therneau)"), cox.zph(fit)$table["GLOBAL", "p"], n = rows, events = all)
}
treated <- veteran[veteran$trt == "2", ]
n <- list(nrow(veteran), nrow(treated), nrow(veteran))
events <- list(sum(veteran$event), sum(treated$event), sum(veteran$event))
names <- c("karno", "trt=2", "age")
for (ties in c("efron", "breslow")) {
  fit <- coxph(Surv(time, event) ~ karno + trt + age, veteran, ties = ties, control = control)
  cox(paste0(ties, "/all/multivariable"), fit, names, 0.9, n, events)
  fit <- coxph(Surv(time, event) ~ karno + trt + age + strata(celltype), veteran, ties = ties, control = control)
  cox(paste0(ties, "-strata/all/multivariable"), fit, names, 0.99, n, events)
}
exact <- coxph(Surv(time, event) ~ karno + trt + age, veteran, ties = "exact", control = control)
cox("exact/all/multivariable", exact, names, 0.95, n, events, zph = FALSE)

clustered <- coxph(Surv(start, stop, event) ~ factor(rx) + size + number, bladder, cluster = id, control = control)
placebo <- bladder[bladder$rx == 2, ]
cox("tumours/recurrences/multivariable", clustered, c("rx=2", "size", "number"), 0.95,
  list(nrow(placebo), nrow(bladder), nrow(bladder)), list(sum(placebo$event), sum(bladder$event), sum(bladder$event)))
answer("tumours/recurrences/multivariable/pValue(Wald)", summary(clustered)$waldtest[["pvalue"]], n = nrow(bladder), events = sum(bladder$event))
late <- survfit(Surv(start, stop, event) ~ 1, bladder, conf.type = "log-log")
for (t in c(10, 20, 40)) { s <- summary(late, times = t); answer(paste0("late/recurrences/survival@", t), s$surv, s$lower, s$upper, n = nrow(bladder), events = sum(bladder$event)) }

# Those still observed after day 30, counted from there; an event on day 30 is before the landmark.
landmark <- transform(veteran[veteran$time > 30, ], time = time - 30)
for (level in c("", "1", "2")) {
  rows <- if (level == "") landmark else landmark[landmark$trt == level, ]
  put <- function(name, ...) answer(group_key("landmark/all", if (level == "") "" else paste0("trt=", level), name), ..., n = nrow(rows), events = sum(rows$event))
  fit <- survfit(Surv(time, event) ~ 1, rows, conf.type = "log-log")
  median <- quantile(fit, 0.5)
  put("median", median$quantile, median$lower, median$upper)
  for (t in c(30, 150)) { s <- summary(fit, times = t, extend = TRUE); put(paste0("survival@", t), s$surv, s$lower, s$upper) }
}
answer("landmark/all/statistic(log-rank)", survdiff(Surv(time, event) ~ trt, landmark)$chisq, n = nrow(landmark), events = sum(landmark$event))
fit <- coxph(Surv(time, event) ~ karno + trt + age, landmark, control = control)
second <- landmark[landmark$trt == 2, ]
cox("landmark-cox/all/multivariable", fit, names, 0.95, list(nrow(landmark), nrow(second), nrow(landmark)), list(sum(landmark$event), sum(second$event), sum(landmark$event)))

followed <- quantile(survfit(Surv(time, 1 - event) ~ 1, veteran, conf.type = "plain", conf.int = 0.9), 0.5)
answer("followed/all/followUpMedian", followed$quantile, followed$lower, followed$upper, n = nrow(veteran), events = sum(veteran$event))

baseline <- function(id, factor, test, p) answer(paste0(id, "/all/", factor, "/pValue(", test, ")"), p, n = nrow(veteran))
baseline("ranks", "karno", "Wilcoxon rank-sum", wilcox.test(karno ~ trt, veteran, exact = FALSE)$p.value)
baseline("ranks", "prior", "chi-square", chisq.test(veteran$prior, veteran$trt, correct = FALSE)$p.value)
baseline("means", "karno", "Welch t-test", t.test(karno ~ trt, veteran)$p.value)
baseline("ranks-cells", "karno", "Kruskal\u2013Wallis", kruskal.test(karno ~ celltype, veteran)$p.value)
baseline("means-cells", "karno", "analysis of variance", anova(lm(karno ~ celltype, veteran))[["Pr(>F)"]][1])
baseline("ranks-cells", "old", "Fisher exact", fisher.test(veteran$celltype, veteran$age >= 75)$p.value)
write_answers("packages/study/src/testing/options-r.json")
