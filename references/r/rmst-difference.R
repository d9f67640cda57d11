# Restricted means of survfit(), compared by the formulas of the package survRM2, which Debian does not have.
function(case, data) {
  library(survival)
  columns <- unlist(case$input$group)
  tau <- case$options$tau
  half <- qnorm(1 - (1 - (case$options$confLevel %or% 0.95)) / 2)
  y <- surv_of(case, data)
  group <- group_of(data, columns)
  groups <- lapply(seq_len(nlevels(group)), function(g) {
    table <- summary(survfit(y[group == levels(group)[g], ] ~ 1), rmean = tau)$table
    list(group = label_of(data, columns, group, g), n = sum(group == levels(group)[g]), rmean = unname(table["rmean"]), stdErr = unname(table["se(rmean)"]))
  })
  mean <- vapply(groups, function(one) one$rmean, 0)
  se <- vapply(groups, function(one) one$stdErr, 0)
  difference <- mean[2] - mean[1]
  error <- sqrt(sum(se^2))
  ratio <- mean[2] / mean[1]
  logError <- sqrt(sum((se / mean)^2))
  list(groups = groups, difference = difference, stdErr = error, lower = difference - half * error, upper = difference + half * error,
    z = difference / error, p = 2 * pnorm(-abs(difference / error)),
    ratio = list(estimate = ratio, lower = ratio * exp(-half * logError), upper = ratio * exp(half * logError), p = 2 * pnorm(-abs(log(ratio) / logError))))
}
